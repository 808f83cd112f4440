"""Reading TOML so that every mistake names its file, its table and its key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from monitor.errors import ConfigError


def read_toml(path: Path) -> Table:
    """Read a file.

    Args:
        path: The file.

    Returns:
        Its top table.

    Raises:
        ConfigError: If it is not there or not TOML; the message has the line.
    """
    try:
        with path.open("rb") as file:
            return Table(tomllib.load(file), path.name)
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file; run: monitor init") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


class Table:
    """One table of a file; keys are taken out of it one by one, and none may be left over."""

    def __init__(self, values: dict[str, Any], place: str) -> None:
        """Wrap parsed TOML.

        Args:
            values: The table.
            place: Where it stands, for messages: ``outlets.toml: outlet "trend"``.
        """
        self._values = values
        self._known: list[str] = []
        self.place = place

    def fault(self, message: str) -> ConfigError:
        """Make the error for something wrong in this table.

        Args:
            message: What is wrong.

        Returns:
            The error, to be raised.
        """
        separator = " " if self.place.endswith("]") else ": "
        return ConfigError(f"{self.place}{separator}{message}")

    def text(self, key: str, default: str | None = None, *, one_of: Collection[str] = ()) -> str:
        """Take a text that must be there unless there is a default.

        Args:
            key: The key.
            default: What it is where the key is missing, None where it must not be.
            one_of: The values allowed, empty for any.

        Returns:
            The text, never empty unless the default is.

        Raises:
            ConfigError: If it is missing, empty, not a text, or not allowed.
        """
        found = self.maybe_text(key, one_of=one_of)
        if found is not None:
            return found
        if default is None:
            raise self.fault(f"{key} is missing")
        return default

    def maybe_text(self, key: str, *, one_of: Collection[str] = ()) -> str | None:
        """Take a text that may be missing.

        Args:
            key: The key.
            one_of: The values allowed, empty for any.

        Returns:
            The text, None where the key is missing.

        Raises:
            ConfigError: If it is empty, not a text, or not allowed.
        """
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"{key} must be a text that is not empty")
        if one_of and value not in one_of:
            raise self.fault(f"{key} is {value!r}, must be one of: {', '.join(sorted(one_of))}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts.

        Args:
            key: The key.

        Returns:
            The texts, none where the key is missing.

        Raises:
            ConfigError: If it is not a list of texts.
        """
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fault(f'{key} must be a list of texts, like ["a", "b"]')
        return tuple(value)

    def flag(self, key: str, default: bool) -> bool:
        """Take true or false.

        Args:
            key: The key.
            default: What it is where the key is missing.

        Returns:
            The value.

        Raises:
            ConfigError: If it is neither.
        """
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.fault(f"{key} must be true or false")
        return value

    def number(self, key: str, default: float | None, *, least: float, most: float) -> float | None:
        """Take a number within bounds.

        Args:
            key: The key.
            default: What it is where the key is missing.
            least: The smallest allowed.
            most: The largest allowed.

        Returns:
            The number.

        Raises:
            ConfigError: If it is not a number, or out of bounds.
        """
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"{key} must be a number")
        if not least <= value <= most:
            raise self.fault(f"{key} is {value}, must be from {least:g} to {most:g}")
        return float(value)

    def integer(self, key: str, default: int, *, least: int, most: int) -> int:
        """Take a whole number within bounds.

        Args:
            key: The key.
            default: What it is where the key is missing.
            least: The smallest allowed.
            most: The largest allowed.

        Returns:
            The number.

        Raises:
            ConfigError: If it is not a whole number, or out of bounds.
        """
        value = self.number(key, default, least=least, most=most)
        if value is None or value != int(value):
            raise self.fault(f"{key} must be a whole number")
        return int(value)

    def table(self, key: str) -> Table | None:
        """Take a table.

        Args:
            key: The key.

        Returns:
            The table, None where the key is missing.

        Raises:
            ConfigError: If it is not a table.
        """
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(f"{key} must be a table, written [{key}]")
        return Table(value, f"{self.place}: [{key}]")

    def tables(self, key: str, name: str) -> tuple[Table, ...]:
        """Take a list of tables, each known in messages by its id or its number.

        Args:
            key: The key.
            name: What one of them is called, for messages.

        Returns:
            The tables, none where the key is missing.

        Raises:
            ConfigError: If it is not a list of tables.
        """
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fault(f"{key} must be a list of tables, each written [[{key}]]")
        between = ", " if '"' in self.place else ": "
        return tuple(
            Table(v, f"{self.place}{between}{name} {_label(v, i)}") for i, v in enumerate(value, 1)
        )

    def keys(self) -> tuple[str, ...]:
        """List the keys of a table whose keys are the user's own.

        Returns:
            The keys, in the order of the file.
        """
        return tuple(self._values)

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a typing error must not pass in silence.

        Raises:
            ConfigError: If a key is left over.
        """
        for key in self._values:
            if key not in self._known:
                close = get_close_matches(key, self._known, n=1)
                hint = (
                    f"; did you mean {close[0]}?" if close else f"; known: {', '.join(self._known)}"
                )
                raise self.fault(f"unknown key {key!r}{hint}")

    def _take(self, key: str) -> Any:
        self._known.append(key)
        return self._values.get(key)


def _label(values: dict[str, Any], number: int) -> str:
    name = values.get("id")
    return f'"{name}"' if isinstance(name, str) and name else str(number)
