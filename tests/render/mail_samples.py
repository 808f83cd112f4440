"""Stories, deliveries and settings for the tests of the mails."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from lxml import html

from monitor.model import (
    Carrier,
    Delivery,
    Evidence,
    PairScore,
    Published,
    Rhythm,
    Story,
    StoryMatch,
)
from monitor.render.mail import MailSettings

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
AT = datetime(2026, 11, 23, 4, 31, tzinfo=UTC)
TITLE = "Kyrgyzstan and Russia agree on a transit corridor"
SENTENCE = "The ministers of Kyrgyzstan and Russia signed a plan for a transit corridor."
BODY = (
    "BISHKEK, November 23. The ministers of Kyrgyzstan and Russia signed a plan.\nIt is long. " * 9
)
SETTINGS = MailSettings(
    sender="Monitor <monitor@example.org>",
    list_domain="example.org",
    time_zone="Asia/Bishkek",
    contact="desk@example.org",
)


def delivery(
    delivery_id: int = 17,
    *,
    recipient: str = "reader@ministry.example",
    rhythm: Rhythm = "at_once",
    period: str | None = None,
) -> Delivery:
    """Make a delivery; an alert unless a rhythm is given."""
    return Delivery(
        id=delivery_id,
        recipient=recipient,
        rhythm=rhythm,
        period=period,
        attempts=0,
        created_at=NOW,
    )


def carrier(
    article_id: int = 1,
    *,
    outlet: str = "Ala-Too Wire",
    url: str | None = None,
    title: str = TITLE,
    language: str | None = "en",
    at: datetime | None = AT,
    on: date | None = None,
) -> Carrier:
    """Make an article of a story."""
    return Carrier(
        article_id=article_id,
        outlet_id=outlet.lower(),
        outlet_name=outlet,
        url=url or f"https://outlet{article_id}.example/a?x=1&y=2",
        title=title,
        language=language,
        first_seen_at=NOW,
        published=Published(at=at, on=on),
        reason="first",
    )


def match(
    lead: Carrier | None = None,
    *,
    others: tuple[Carrier, ...] = (),
    pairs: tuple[tuple[str, float], ...] = (("KGZ-RUS", 0.9),),
    sentence: str = SENTENCE,
    body: str = BODY,
    watches: tuple[str, ...] = ("Kyrgyzstan and Russia",),
    evidence: tuple[Evidence, ...] = (Evidence(field="title", words=("transit",)),),
    origin: str | None = "press service of the Ministry of Transport of Kyrgyzstan",
    reporter: str | None = None,
    article_id: int | None = None,
) -> StoryMatch:
    """Make a story told to a recipient."""
    first = lead or carrier()
    story = Story(
        id=1,
        lead=first,
        carriers=(first, *others),
        body=body,
        first_seen_at=NOW,
        countries=(),
        pairs=tuple(PairScore(pair=p, score=s, sentence=sentence) for p, s in pairs),
        keywords=(),
        reporter=reporter,
        origin=origin,
    )
    return StoryMatch(
        story=story,
        watch_names=watches,
        evidence=evidence,
        article_id=article_id or first.article_id,
    )


def received(message: EmailMessage) -> EmailMessage:
    """Write a message out and read it as a mail program does; no line may be too long."""
    data = bytes(message)
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
    return message_from_bytes(data, _class=EmailMessage, policy=policy.default)


def text_of(message: EmailMessage) -> str:
    """Give the text part, with its folded lines joined to one."""
    return " ".join(_part(message, "plain").split())


def html_of(message: EmailMessage) -> str:
    """Give the HTML part."""
    return _part(message, "html")


def find(message: EmailMessage, path: str) -> list[Any]:
    """Give what an XPath finds in the HTML part."""
    found = html.fromstring(html_of(message)).xpath(path)
    assert isinstance(found, list)
    return found


def both_of(message: EmailMessage) -> tuple[str, str]:
    """Give what a reader of the text and a reader of the HTML see, each on one line."""
    (body,) = find(message, "//body")
    return text_of(message), " ".join(body.text_content().split())


def _part(message: EmailMessage, subtype: str) -> str:
    (part,) = [p for p in message.walk() if p.get_content_type() == f"text/{subtype}"]
    content = part.get_content()
    assert isinstance(content, str)
    return content
