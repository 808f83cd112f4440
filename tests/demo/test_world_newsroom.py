import http.client
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from monitor.demo.newsroom import DemoNewsroom
from monitor.demo.world import ServedPage

_PAGE = ServedPage(
    status=200,
    content_type="text/html; charset=utf-8",
    body="<p>Бишкек</p>".encode(),
    etag='"abc"',
    last_modified=datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
)
_SECOND = ServedPage(status=200, content_type="text/html", body=b"two", etag='"def"')
_DEAD = ServedPage(status=503, content_type="text/plain", body=b"", etag='"x"')
_PAGES = {
    ("one.example", "/news/1"): _PAGE,
    ("one.example", "/news?page=2"): _SECOND,
    ("one.example", "/rss"): _DEAD,
    ("two.example", "/news/1"): _SECOND,
}


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """Give the address of a newsroom that serves the pages above."""
    with DemoNewsroom(_PAGES) as newsroom:
        yield newsroom.address


def _ask(
    address: tuple[str, int],
    path: str,
    host: str = "one.example",
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=5)
    try:
        connection.request(method, path, headers={"Host": host, **(headers or {})})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_page_is_served_with_its_type_and_validators(address: tuple[str, int]) -> None:
    """The bytes, the content type, ETag and Last-Modified arrive as given."""
    status, headers, body = _ask(address, "/news/1")
    assert (status, body) == (200, _PAGE.body)
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["ETag"] == '"abc"'
    assert headers["Last-Modified"] == "Mon, 09 Mar 2026 12:00:00 GMT"


def test_the_host_header_chooses_the_site(address: tuple[str, int]) -> None:
    """One port plays many hosts, named with or without a port."""
    assert _ask(address, "/news/1", host="two.example")[2] == b"two"
    assert _ask(address, "/news/1", host=f"TWO.example:{address[1]}")[2] == b"two"


@pytest.mark.parametrize(
    ("host", "path"),
    [("one.example", "/robots.txt"), ("nobody.example", "/news/1"), ("[bad", "/"), ("", "/")],
)
def test_what_is_not_there_is_404(address: tuple[str, int], host: str, path: str) -> None:
    """No robots.txt, no unknown host, and no crash on a broken Host header."""
    assert _ask(address, path, host=host)[0] == 404


def test_a_query_chooses_its_own_page_else_it_is_ignored(address: tuple[str, int]) -> None:
    """A pager's query is part of the address, a tracking parameter is not."""
    assert _ask(address, "/news?page=2")[2] == b"two"
    assert _ask(address, "/news/1?utm_source=rss")[2] == _PAGE.body
    assert _ask(address, "/news")[0] == 404


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"If-None-Match": '"abc"'}, 304),
        ({"If-None-Match": 'W/"abc", "other"'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"old"'}, 200),
        ({"If-None-Match": '"old"', "If-Modified-Since": "Mon, 09 Mar 2026 12:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Mon, 09 Mar 2026 12:00:00 GMT"}, 304),
        ({"If-Modified-Since": "Mon, 09 Mar 2026 11:59:59 GMT"}, 200),
        ({"If-Modified-Since": "last week"}, 200),
    ],
)
def test_a_conditional_request_is_answered_by_the_validators(
    address: tuple[str, int], headers: dict[str, str], expected: int
) -> None:
    """304 has no body; If-None-Match overrules If-Modified-Since (RFC 9110, 13.2.2)."""
    status, answered, body = _ask(address, "/news/1", headers=headers)
    assert status == expected
    assert answered["ETag"] == '"abc"'
    assert body == (b"" if expected == 304 else _PAGE.body)


def test_a_dead_address_stays_dead_for_a_conditional_request(address: tuple[str, int]) -> None:
    """A 503 has no validators and never turns into a 304."""
    status, headers, _ = _ask(address, "/rss", headers={"If-None-Match": '"x"'})
    assert status == 503
    assert headers["ETag"] is None


def test_head_gives_the_length_without_the_body(address: tuple[str, int]) -> None:
    """HEAD is GET without its body."""
    status, headers, body = _ask(address, "/news/1", method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str(len(_PAGE.body))


def test_a_connection_serves_many_requests(address: tuple[str, int]) -> None:
    """Keep-alive works: page, 304 and 404 follow one another on one connection."""
    connection = http.client.HTTPConnection(*address, timeout=5)
    statuses = []
    for path, tag in [("/news/1", ""), ("/news/1", '"abc"'), ("/nowhere", ""), ("/news/1", "")]:
        connection.request("GET", path, headers={"Host": "one.example", "If-None-Match": tag})
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()
    assert statuses == [200, 304, 404, 200]


def test_closing_hangs_up_on_an_idle_reader_and_ends_every_thread() -> None:
    """A reader that keeps its connection open does not keep the newsroom open."""
    before = set(threading.enumerate())
    with DemoNewsroom(_PAGES) as newsroom:
        connection = http.client.HTTPConnection(*newsroom.address, timeout=5)
        connection.request("GET", "/news/1", headers={"Host": "one.example"})
        assert connection.getresponse().read() == _PAGE.body
    assert set(threading.enumerate()) == before
    connection.close()
    with pytest.raises(RuntimeError):
        _ = newsroom.address
