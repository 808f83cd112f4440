"""What a value must look like, whichever file it stands in."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from monitor.config.reading import Table

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"[^@\s<>,;:\"\\()\[\]]+@[^@\s<>,;:\"\\()\[\]]+")


def is_address(text: str) -> bool:
    """Tell whether a text has the shape of one mail address.

    Args:
        text: Any text.

    Returns:
        True for local@domain without spaces or list marks.
    """
    return bool(_ADDRESS.fullmatch(text))


def read_addresses(table: Table, key: str) -> tuple[str, ...]:
    """Take a list of mail addresses.

    Args:
        table: The table.
        key: The key.

    Returns:
        The addresses, none where the key is missing.

    Raises:
        ConfigError: If one is not an address.
    """
    found = table.texts(key)
    for address in found:
        if not is_address(address):
            raise table.fault(f"{key}: {address!r} is not a mail address")
    # One mailbox however it is written: else its owner would be told twice.
    return tuple(dict.fromkeys(address.lower() for address in found))


def read_zone(table: Table) -> str:
    """Take the name of a time zone.

    Args:
        table: The table with the key time_zone.

    Returns:
        The IANA name, UTC where the key is missing.

    Raises:
        ConfigError: If there is no such zone.
    """
    name = table.text("time_zone", "UTC")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise table.fault(f"time_zone {name!r} is not known; write one like Asia/Baku") from error
    return name


def read_id(table: Table) -> str:
    """Take the id of a thing.

    Args:
        table: The table with the key id.

    Returns:
        The id.

    Raises:
        ConfigError: If it is missing or not of the letters allowed.
    """
    found = table.text("id")
    if not _ID.fullmatch(found):
        raise table.fault(f"id {found!r} must be of a-z, 0-9, _ and -, like kabar_en")
    return found


def check_language(table: Table, key: str, code: str) -> str:
    """Check the code of a language.

    Args:
        table: The table it stands in.
        key: The key it stands under.
        code: The code.

    Returns:
        The code.

    Raises:
        ConfigError: If it does not look like one.
    """
    if not _LANGUAGE.fullmatch(code):
        raise table.fault(f"{key}: {code!r} is not a language code like en")
    return code
