"""Feeds made to break their reader: bounded, and never another exception."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ReadError
from monitor.outcomes import Reason
from monitor.read.feed import read_feed

_HEAD = b"<rss version='2.0'><channel><item><title>sound</title></item>"
_LAUGHS = b"".join(b"<!ENTITY %c '%s'>\n" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))


def test_nested_entities_do_not_blow_up() -> None:
    """A billion laughs end in a title of a few characters."""
    doctype = b"<!DOCTYPE rss [\n<!ENTITY a 'lol'>\n" + _LAUGHS + b"]>\n"
    data = b"<?xml version='1.0'?>\n" + doctype + _HEAD + b"<item><title>&j;</title></item>"
    reading = read_feed(data + b"</channel></rss>", url="https://a.example/")
    assert max(len(entry.title) for entry in reading.entries) < 100


def test_a_repeated_long_entity_does_not_blow_up() -> None:
    """Quadratic blow-up is refused too: a long value is not put in."""
    doctype = b"<!DOCTYPE rss [<!ENTITY a '" + b"a" * 50_000 + b"'>]>"
    item = b"<item><title>" + b"&a;" * 5_000 + b"</title></item>"
    reading = read_feed(doctype + _HEAD + item + b"</channel></rss>", url="https://a.example/")
    assert all(len(entry.title) <= 1_000 for entry in reading.entries)


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    """A file named by a DOCTYPE stays unread."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret", encoding="utf-8")
    doctype = f"<!DOCTYPE rss [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>".encode()
    data = doctype + _HEAD + b"<item><title>[&x;]</title></item></channel></rss>"
    reading = read_feed(data, url="https://a.example/")
    assert not any("secret" in entry.title for entry in reading.entries)


def test_short_plain_entities_still_work() -> None:
    """A sign that a DOCTYPE names honestly is put in."""
    data = b"<!DOCTYPE rss [<!ENTITY mark '(C)'>]>" + _HEAD.replace(b"sound", b"&mark; 2021")
    assert read_feed(data, url="https://a.example/").entries[0].title == "(C) 2021"


def test_a_gzip_bomb_is_refused() -> None:
    """A stream that unpacks without end is given up."""
    with pytest.raises(ReadError) as caught:
        read_feed(gzip.compress(b"\0" * 70_000_000), url="https://a.example/")
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "tail",
    [
        *(b"<a>" * 40_000, b"<" * 100_000, b"<!--" * 50_000, b"<![CDATA[" * 20_000),
        *(b"&" * 100_000, b"<item>" * 20_000, b"\n" * 200_000, b"\0" * 100_000),
        b"<item " + b" ".join(b"a%d='1'" % n for n in range(20_000)) + b"/>",
        b"<item><author>" + b"a." * 200_000 + b"@</author></item>",
        b"<item><title>&#99999999999;&#0;&#xD800;</title></item>",
    ],
)
def test_a_hostile_tail_leaves_the_sound_entry(tail: bytes) -> None:
    """The entry before it is read, in time that grows with the length only."""
    reading = read_feed(_HEAD + tail, url="https://a.example/")
    assert reading.entries[0].title == "sound"


def test_a_long_prolog_costs_no_more_than_its_length() -> None:
    """Thousands of blank lines and comments before the root are passed over."""
    data = b"\n" * 200_000 + b"<!-- x -->" * 20_000 + _HEAD + b"</channel></rss>"
    assert len(read_feed(data, url="https://a.example/").entries) == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_any_bytes_give_a_reading_or_a_read_error(before: bytes, within: bytes) -> None:
    """Nothing else comes out of the door."""
    for data in (before, _HEAD + within, _HEAD + b"<item>" + within + b"</item></channel></rss>"):
        with suppress(ReadError):
            read_feed(data, url="https://a.example/", content_type="text/xml; charset=koi8-r")
