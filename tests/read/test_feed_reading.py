"""Feeds of every kind, sound and unsound."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from monitor.errors import ReadError
from monitor.model import FeedReading
from monitor.outcomes import Outcome, Reason
from monitor.read.feed import read_feed

URL = "https://agency.example/rss/all.xml"


def rss(items: str, head: str = "<title>Sample Agency</title>") -> bytes:
    """An RSS feed with these items."""
    document = f"<rss version='2.0'><channel>{head}{items}</channel></rss>"
    return f"<?xml version='1.0' encoding='utf-8'?>{document}".encode()


def atom(entries: str, attributes: str = "") -> bytes:
    """An Atom feed with these entries."""
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}>{entries}</feed>".encode()


def read(data: bytes, *, time_zone: str = "UTC", languages: tuple[str, ...] = ()) -> FeedReading:
    """Read a feed from the sample address."""
    return read_feed(data, url=URL, time_zone=time_zone, languages=languages)


def test_rss_gives_key_link_title_date_summary_and_content() -> None:
    """All that an entry has is kept, the date as written too."""
    reading = read(
        rss(
            "<item><guid isPermaLink='false'>17</guid><link>https://agency.example/17</link>"
            "<title>Talks held</title><pubDate>Fri, 14 May 2021 10:00:00 +0600</pubDate>"
            "<description>In short.</description>"
            "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
            "<![CDATA[<p>In full.</p>]]></content:encoded></item>"
        )
    )
    (entry,) = reading.entries
    assert (reading.kind, reading.title) == ("rss", "Sample Agency")
    assert (entry.key, entry.link) == ("17", "https://agency.example/17")
    assert entry.published.raw == "Fri, 14 May 2021 10:00:00 +0600"
    assert entry.published.at == datetime(2021, 5, 14, 4, tzinfo=UTC)
    assert (entry.summary, entry.content) == ("In short.", "<p>In full.</p>")


def test_rdf_atom_and_json_feed_are_told_apart() -> None:
    """Each format names itself in the reading."""
    rdf = (
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        b"xmlns='http://purl.org/rss/1.0/'><item rdf:about='https://agency.example/1'>"
        b"<title>One</title><link>https://agency.example/1</link></item></rdf:RDF>"
    )
    version = "https://jsonfeed.org/version/1.1"
    item = {"id": 1, "url": "/1", "title": "One", "content_text": "a < b\nnext"}
    document = json.dumps({"version": version, "title": "T", "items": [item, "no item"]})
    reading = read(document.encode())
    assert read(rdf).kind == "rdf"
    assert read(atom("<title>T</title>")).kind == "atom"
    assert (reading.kind, reading.entries[0].link) == ("json", "https://agency.example/1")
    assert reading.entries[0].content == "<p>a &lt; b</p><p>next</p>"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<![CDATA[Talks <b>held</b>]]>", "Talks held"),
        ("Trade &amp;amp; transit &amp;quot;soon&amp;quot;", 'Trade & transit "soon"'),
        ("  Talks\n   held&#x1;  ", "Talks held"),
        ("Price &lt; 5 or &gt; 6", "Price < 5 or > 6"),
    ],
)
def test_titles_come_out_as_plain_text(title: str, expected: str) -> None:
    """Markup and entities are gone, also where they were escaped twice."""
    assert read(rss(f"<item><title>{title}</title></item>")).entries[0].title == expected


@pytest.mark.parametrize(
    ("data", "link"),
    [
        (rss("<item><link>//cdn.example/1</link></item>"), "https://cdn.example/1"),
        (rss("<item><link>/news/1</link></item>"), "https://agency.example/news/1"),
        (
            rss(
                "<item><link>news/1</link></item>",
                head="<link>https://site.example/en/</link>",
            ),
            "https://site.example/en/news/1",
        ),
        (
            atom("<entry><link href='1'/></entry>", "xml:base='https://base.example/a/'"),
            "https://base.example/a/1",
        ),
        (rss("<item><guid>urn:uuid:17</guid><title>x</title></item>"), None),
        (rss("<item><guid>tag:agency.example,2021:1</guid></item>"), None),
        (rss("<item><title>x</title><link>javascript:alert(1)</link></item>"), None),
        (rss("<item><guid>https://agency.example/9</guid></item>"), "https://agency.example/9"),
    ],
)
def test_links_are_absolute_and_lead_to_the_web(data: bytes, link: str | None) -> None:
    """Relative links are resolved; what is no address of the web is no link."""
    assert read(data).entries[0].link == link


def test_a_time_without_offset_is_on_the_outlets_clock() -> None:
    """The 29th of June is not the 1st, and six hours lie between Bishkek and Greenwich."""
    data = rss("<item><title>x</title><pubDate>2016/6/29 15:07</pubDate></item>")
    published = read(data, time_zone="Asia/Bishkek").entries[0].published
    assert published.at == datetime(2016, 6, 29, 9, 7, tzinfo=UTC)
    assert published.on == date(2016, 6, 29)


def test_a_missing_date_stays_missing_and_an_absurd_one_is_refused() -> None:
    """No date is made up, and the raw text of a refused one is kept."""
    entries = read(
        rss(
            "<item><title>a</title></item>"
            "<item><title>b</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>"
        )
    ).entries
    assert entries[0].published.raw is None
    assert entries[1].published.raw == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert entries[1].published.on is None


def test_a_month_in_the_outlets_language_is_read() -> None:
    """A date in Kazakh is a date."""
    data = rss("<item><title>x</title><pubDate>5 тамыз 2021, 09:30</pubDate></item>")
    assert read(data, languages=("kk",)).entries[0].published.on == date(2021, 8, 5)


def test_entries_that_share_a_guid_are_not_lost() -> None:
    """Each page gets its own key, a true repeat is dropped."""
    item = "<item><guid isPermaLink='false'>same</guid><link>https://a.example/{0}</link></item>"
    entries = read(rss(item.format(1) + item.format(2) + item.format(1))).entries
    assert [entry.key for entry in entries] == [
        "same|https://a.example/1",
        "same|https://a.example/2",
    ]


def test_the_newest_of_entries_that_share_a_guid_is_new_at_the_next_poll() -> None:
    """Whatever stands first, an entry keeps its key, and one that was not there has another."""
    item = "<item><guid isPermaLink='false'>same</guid><link>https://a.example/{0}</link></item>"
    before = {entry.key for entry in read(rss(item.format(2) + item.format(1))).entries}
    after = [entry.key for entry in read(rss(item.format(3) + item.format(2))).entries]
    assert [key in before for key in after] == [False, True]


def test_entries_that_share_guid_and_page_are_told_apart_by_title() -> None:
    """A feed whose items all lead to its front page, under one guid, loses none."""
    item = (
        "<item><guid isPermaLink='false'>same</guid><link>https://a.example/</link>"
        "<title>{0}</title></item>"
    )
    entries = read(rss(item.format("One") + item.format("Two") + item.format("One"))).entries
    assert [entry.title for entry in entries] == ["One", "Two"]
    assert len({entry.key for entry in entries}) == 2


def test_an_entry_without_guid_is_known_by_link_and_without_link_by_title_and_date() -> None:
    """The same entry has the same key at the next poll."""
    data = rss(
        "<item><guid> </guid><link>https://a.example/1</link></item><item><title>x</title></item>"
    )
    first, second = read(data).entries, read(data).entries
    assert first[0].key == "https://a.example/1"
    assert first[1].key == second[1].key
    assert len(first[1].key) == 64


def test_a_sound_feed_without_entries_is_a_reading_with_none() -> None:
    """Emptiness is not an error of the reader."""
    assert read(rss("")).entries == ()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY_BODY),
        (b" \n ", Reason.EMPTY_BODY),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", Reason.HTML_NOT_FEED),
        (b"<html><body>Not found</body></html>", Reason.HTML_NOT_FEED),
        (b"<note><to>x</to></note>", Reason.UNKNOWN_FORMAT),
        (b"<note><to>x</note>", Reason.BROKEN_XML),
        (b"no markup at all", Reason.UNKNOWN_FORMAT),
        (b'{"version": "1", "items": []}', Reason.UNKNOWN_FORMAT),
        (b"{" * 100_000, Reason.UNKNOWN_FORMAT),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, Reason.UNKNOWN_FORMAT),
    ],
)
def test_what_is_no_feed_is_refused_with_its_reason(data: bytes, reason: Reason) -> None:
    """The outcome says that it is no feed, the reason what it is."""
    with pytest.raises(ReadError) as caught:
        read(data)
    assert (caught.value.outcome, caught.value.reason) == (Outcome.NOT_A_FEED, reason)


def test_a_feed_that_is_not_well_formed_is_read_and_says_so() -> None:
    """A bare ampersand costs nothing but a note."""
    reading = read(rss("<item><title>Trade & transit</title></item>"))
    assert reading.entries[0].title == "Trade & transit"
    assert "not well-formed" in reading.problems[0]


def test_an_unfinished_last_entry_of_a_cut_feed_is_left_out() -> None:
    """Half a link would be fetched in vain."""
    whole = rss("<item><link>https://a.example/100</link></item>" * 2)
    reading = read(whole[: whole.rindex(b"00</link>")])
    assert [entry.link for entry in reading.entries] == ["https://a.example/100"]
    assert "breaks off" in reading.problems[0]


def test_a_warning_before_the_feed_does_not_hide_it() -> None:
    """A server's own words stand before many a feed."""
    data = b"<br /><b>Warning</b>: something\n" + rss("<item><title>x</title></item>")
    assert len(read(data).entries) == 1


def test_what_the_parser_cannot_bear_costs_only_itself() -> None:
    """A broken image in the head makes the parser give up; each entry is then read alone."""
    bad = "<image><width><b>x</width></image>"
    good = "<item><title>good &amp; sound</title></item>"
    reading = read(rss(bad + good + good.replace("good", "next")))
    assert [entry.title for entry in reading.entries] == ["good & sound", "next & sound"]
    assert any("gave up" in problem for problem in reading.problems)


def test_a_feed_lists_at_most_two_thousand_entries() -> None:
    """The rest of an archive is left out, and that is said."""
    items = "".join(f"<item><guid>{n}</guid></item>" for n in range(2_100))
    reading = read(rss(items))
    assert len(reading.entries) == 2_000
    assert "more than 2000" in reading.problems[0]


@pytest.mark.parametrize(
    ("encoding", "label"),
    [
        *(("windows-1251", label) for label in ("utf-8", "windows-1251", "iso-8859-1", "nonsense")),
        *(("koi8-r", label) for label in ("utf-8", "koi8-r", "iso-8859-1", "nonsense")),
        *((wide, "utf-8") for wide in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")),
        *(("utf-8", label) for label in ("windows-1251", "us-ascii", "utf-16")),
    ],
)
def test_a_wrong_charset_label_is_survived(encoding: str, label: str) -> None:
    """Russian stays Russian whatever the feed claims, where the claim cannot be true."""
    title = "Состоялись переговоры президентов двух стран в столице"
    document = f"<?xml version='1.0' encoding='{label}'?><rss version='2.0'><channel><item>"
    data = f"{document}<title>{title}</title></item></channel></rss>".encode(encoding)
    assert read(data).entries[0].title == title


def test_a_packed_body_is_unpacked() -> None:
    """Some servers send gzip without saying so."""
    assert len(read(gzip.compress(rss("<item><title>x</title></item>"))).entries) == 1


def test_a_feed_wrapped_in_a_page_is_read() -> None:
    """The root says page, but a feed stands in it."""
    data = b"<html><body>" + atom("<entry><title>x</title></entry>") + b"</body></html>"
    assert read(data).kind == "atom"
