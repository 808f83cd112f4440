"""Matches into messages: an alert tells one story, a digest a period's. The door of jinja2."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from monitor.model import Delivery, StoryMatch
from monitor.render.card import Card, best_pair, card_of, title_of
from monitor.render.passage import clean_line

SUBJECT_LENGTH = 120
# A hundred stories are some 150 kB of HTML; no one reads on, and mail programs cut off sooner.
DIGEST_STORIES_SHOWN = 100
_OTHER_STORIES = "Other stories"
_TEXT_WIDTH = 76
_ADDRESS_LENGTH = 320
_PERIOD_LENGTH = 40
_LANGUAGES_NAMED = 10
# Above this share of bytes outside ASCII base64 is the shorter form (RFC 2045, section 6.2).
_BASE64_SHARE = 1 / 6
# The standard library's folding of parsed headers loses spaces between encoded words (measured on
# CPython 3.11 to 3.13 with mixed scripts); so headers are encoded here and never folded again.
_POLICY = policy.SMTP.clone(refold_source="none")
_NOT_IN_ADDRESS = re.compile(r"[\s<>(),;:\\\"\[\]]")
_NOT_IN_HOST = re.compile(r"[^A-Za-z0-9.-]")
_RHYTHM_NAMES = {"at_once": "Digest", "hourly": "Hourly digest"} | {
    "daily": "Daily digest",
    "weekly": "Weekly digest",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """What every mail of an installation has in common.

    ``sender`` is a mailbox ("Monitor <monitor@example.org>"), ``list_domain`` the domain of
    Message-ID and List-Id, ``time_zone`` the IANA name of the zone times are shown in,
    ``contact`` the address a reader may write to, ``installation`` a token of the database.
    """

    sender: str
    list_domain: str
    time_zone: str = "UTC"
    contact: str | None = None
    installation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTemplates:
    """The compiled templates of both mails, each in its two forms."""

    alert_text: Template
    alert_html: Template
    digest_text: Template
    digest_html: Template


@dataclass(frozen=True, slots=True, kw_only=True)
class CardGroup:
    """The stories of a digest that stand under one country pair."""

    name: str
    cards: tuple[tuple[int, Card], ...]


def load_templates() -> MailTemplates:
    """Compile the templates of the package; the only function here that reads a file.

    Returns:
        The templates, to be built once and handed to every rendering.
    """
    environment = Environment(
        loader=PackageLoader("monitor.render", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["fold"] = _fold
    # Partial templates too are read now, so that none is looked for while rendering.
    loaded = {name: environment.get_template(name) for name in environment.list_templates()}
    return MailTemplates(
        alert_text=loaded["alert.txt.j2"],
        alert_html=loaded["alert.html.j2"],
        digest_text=loaded["digest.txt.j2"],
        digest_html=loaded["digest.html.j2"],
    )


def message_id_of(delivery_id: int, settings: MailSettings) -> str:
    """Name a message so that every attempt at one delivery carries the same name.

    Args:
        delivery_id: The delivery.
        settings: Whose ``list_domain`` and ``installation`` make the name unique in the world:
            a mailbox drops a message whose name it has seen, and a new database counts from 1.

    Returns:
        A msg-id of RFC 5322 in its angle brackets.
    """
    installation = f".{settings.installation}" if settings.installation else ""
    return f"<delivery-{delivery_id}{installation}@{_list_domain(settings)}>"


def render_alert(
    delivery: Delivery,
    match: StoryMatch,
    *,
    settings: MailSettings,
    templates: MailTemplates,
    now: datetime,
) -> EmailMessage:
    """Write the mail that tells one story.

    Args:
        delivery: To whom, and under which id.
        match: The story, its watches and the evidence.
        settings: What all mails have in common.
        templates: The compiled templates.
        now: The date of the mail.

    Returns:
        The message with a text and an HTML part of equal content.
    """
    pair = best_pair(match)
    title = clean_line(title_of(match.story), limit=SUBJECT_LENGTH)
    subject = f"[{pair}] {title}" if pair else title
    card = card_of(match, ZoneInfo(settings.time_zone))
    values = {"subject": subject, "card": card, "watches": card.watches}
    parts = (templates.alert_text, templates.alert_html)
    return _message(delivery, [card], parts, values, settings, now)


def render_digest(
    delivery: Delivery,
    matches: Sequence[StoryMatch],
    *,
    settings: MailSettings,
    templates: MailTemplates,
    now: datetime,
) -> EmailMessage:
    """Write the mail that gathers the stories of a period, grouped by country pair.

    Args:
        delivery: To whom, under which id, and of which rhythm and period.
        matches: The stories in the order they are to be told; those past
            ``DIGEST_STORIES_SHOWN`` are only counted.
        settings: What all mails have in common.
        templates: The compiled templates.
        now: The date of the mail, and of the period where the delivery names none.

    Returns:
        The message with a text and an HTML part of equal content.
    """
    zone = ZoneInfo(settings.time_zone)
    shown = matches[:DIGEST_STORIES_SHOWN]
    groups = _grouped([(best_pair(match), card_of(match, zone)) for match in shown])
    cards = [card for group in groups for _, card in group.cards]
    heading = _RHYTHM_NAMES[delivery.rhythm]
    period = clean_line(delivery.period or "", limit=_PERIOD_LENGTH)
    count = f"{len(matches)} {'story' if len(matches) == 1 else 'stories'}"
    summary = f"{count}, {period or now.astimezone(zone).date().isoformat()}"
    values = {
        "subject": f"{heading}: {summary}",
        "heading": heading,
        "summary": summary,
        "groups": groups,
        "more_count": len(matches) - len(shown),
        "watches": tuple(dict.fromkeys(name for card in cards for name in card.watches)),
    }
    parts = (templates.digest_text, templates.digest_html)
    return _message(delivery, cards, parts, values, settings, now)


def _grouped(cards: list[tuple[str | None, Card]]) -> tuple[CardGroup, ...]:
    """Gather cards by pair, the fullest group first, and number them through."""
    by_pair: dict[str | None, list[Card]] = {}
    for pair, card in cards:
        by_pair.setdefault(pair, []).append(card)
    groups: list[CardGroup] = []
    number = 1
    for pair in sorted(by_pair, key=lambda pair: (pair is None, -len(by_pair[pair]), pair or "")):
        numbered = tuple(enumerate(by_pair[pair], start=number))
        groups.append(CardGroup(name=pair or _OTHER_STORIES, cards=numbered))
        number += len(numbered)
    return tuple(groups)


def _message(
    delivery: Delivery,
    cards: Sequence[Card],
    parts: tuple[Template, Template],
    values: dict[str, object],
    settings: MailSettings,
    now: datetime,
) -> EmailMessage:
    headers = _headers(delivery, str(values["subject"]), settings, now)
    is_ascii = all(value.isascii() for value in headers.values())
    message = EmailMessage(policy=_POLICY if is_ascii else _POLICY.clone(utf8=True))
    for name, value in headers.items():
        message.set_raw(name, value)
    contact = clean_line(settings.contact or "", limit=_ADDRESS_LENGTH) or None
    text, html = (template.render(values | {"contact": contact}) for template in parts)
    message.set_content(text, cte=_transfer_encoding(text))
    message.add_alternative(html, subtype="html", cte=_transfer_encoding(html))
    # Neither transfer encoding can produce "=_" (RFC 2045, section 6.7), so no text that is told
    # can end its part; a boundary from the delivery makes each attempt the same bytes.
    message.set_boundary(f"=_delivery-{delivery.id}_=")
    languages = dict.fromkeys(card.language for card in cards if card.language)
    if languages:
        # Set last: the library moves content headers it finds into the first part.
        message.set_raw("Content-Language", ", ".join(tuple(languages)[:_LANGUAGES_NAMED]))
    return message


def _headers(
    delivery: Delivery, subject: str, settings: MailSettings, now: datetime
) -> dict[str, str]:
    domain = _list_domain(settings)
    return {
        "From": _mailbox(settings.sender) or f"Monitor <monitor@{domain}>",
        # An address beyond repair must not keep a mail from being written: its sending will fail.
        "To": _mailbox(delivery.recipient) or "undisclosed-recipients:;",
        "Subject": _encoded(subject, "Subject"),
        "Date": format_datetime(now),
        "Message-ID": message_id_of(delivery.id, settings),
        "List-Id": f"<watches.{domain}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834
    }


def _transfer_encoding(text: str) -> str:
    data = text.encode()
    foreign = len(data) - sum(byte < 0x80 for byte in data)
    return "base64" if foreign > len(data) * _BASE64_SHARE else "quoted-printable"


def _mailbox(raw: str) -> str | None:
    """Write "Name <address>" by the book (RFC 5322, RFC 2047); None where there is no address."""
    name, bracket, address = clean_line(raw, limit=_ADDRESS_LENGTH).rpartition("<")
    address = address.removesuffix(">") if bracket else address
    name = name.strip().strip('"')
    local, _, domain = address.rpartition("@")
    if not local or _NOT_IN_ADDRESS.search(address):
        return None
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    if not domain:
        return None
    return f"{_display_name(name)} <{local}@{domain}>" if name else f"{local}@{domain}"


def _display_name(name: str) -> str:
    return f'"{quote(name)}"' if _is_plain(name) else _encoded(name, "From")


def _encoded(text: str, header: str) -> str:
    # A long word would make a line that some relays break; encoded words can be folded anywhere.
    is_short = all(len(word) < _TEXT_WIDTH - len(header) - 2 for word in text.split())
    charset = "us-ascii" if _is_plain(text) and is_short else "utf-8"
    return Header(text, charset, header_name=header).encode()


def _is_plain(text: str) -> bool:
    # "=?" would be read as an encoded word that someone else wrote (RFC 2047).
    return text.isascii() and "=?" not in text


def _list_domain(settings: MailSettings) -> str:
    try:
        domain = settings.list_domain.encode("idna").decode()
    except UnicodeError:
        domain = settings.list_domain
    return _NOT_IN_HOST.sub("", domain) or "localhost"


def _fold(text: str, indent: int = 0, hang: int = 0) -> str:
    return textwrap.fill(
        text,
        width=_TEXT_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
        break_on_hyphens=False,
    )
