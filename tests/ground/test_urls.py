"""One page has one address; an id is never lost, and a section is no article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.urls import canonical_url, host_of, is_homepage, is_http, is_section_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Ex.COM.:80/a#part", "http://ex.com/a"),
        ("https://ex.com:443/a?utm_source=x&id=7&fbclid=y", "https://ex.com/a?id=7"),
        ("https://ex.com:8443/a?b=1&a=2", "https://ex.com:8443/a?b=1&a=2"),
        ("https://ex.com", "https://ex.com/"),
        ("https://ex.com/a?q=%D0%B0&&x=", "https://ex.com/a?q=%D0%B0&x="),
        ("http://[::1]:80/x", "http://[::1]/x"),
        (" https://ex.com/a ", "https://ex.com/a"),
        ("http://[broken/x", "http://[broken/x"),
    ],
)
def test_an_address_has_one_form(url: str, expected: str) -> None:
    """Tracking goes, ids stay as they are written."""
    assert canonical_url(url) == expected


@given(st.text(max_size=80))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    """And nothing raises."""
    once = canonical_url("https://ex.com/" + text)
    assert canonical_url(once) == once
    assert isinstance(is_http(text), bool)
    assert isinstance(host_of(text), str)


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("https://e.com/news", "https://e.com/news/17-talks", True),
        ("https://e.com/", "https://e.com/news/17-talks", True),
        ("https://e.com/news", "https://e.com/news?id=17", True),
        ("https://e.com/news/17", "https://e.com/news/17?utm_source=rss", False),
        ("https://e.com/news/17-talks", "https://e.com/news/17-talks", False),
        ("https://e.com/news?id=17", "https://e.com/news?id=17&x=1", False),
        ("https://e.com/new", "https://e.com/news/17", False),
    ],
)
def test_a_section_is_told_from_an_article(url: str, page: str, expected: bool) -> None:
    """A page that declares its section for its address must not swallow the others."""
    assert is_section_of(url, page) is expected


def test_a_front_page_is_no_article() -> None:
    """With or without a slash; a query may be an article."""
    assert is_homepage("https://e.com/")
    assert is_homepage("https://e.com")
    assert not is_homepage("https://e.com/?p=17")
