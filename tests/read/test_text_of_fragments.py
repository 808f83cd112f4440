"""The feed's own HTML as plain paragraphs, and titles without their publisher."""

from __future__ import annotations

import pytest

from monitor.read.article import text_of_html
from monitor.read.titles import plain_title, without_outlet


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\nTwo."),
        ("One.<br/>Two.<br><br>Three.", "One.\nTwo.\nThree."),
        ("plain  text\n\nnext", "plain text\nnext"),
        ("&lt;p&gt;Escaped.&lt;/p&gt;&lt;p&gt;Twice.&lt;/p&gt;", "Escaped.\nTwice."),
        ("<p>Kept</p><script>alert(1)</script><style>p{}</style>", "Kept"),
        ("Rate &amp; trade: 5 &lt; 6", "Rate & trade: 5 < 6"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        (
            "<p>Text.</p><p>The post <a href='/1'>Talks</a> appeared first on <a>Agency</a>.</p>",
            "Text.",
        ),
        ("<img src='x'>", ""),
        ("", ""),
    ],
)
def test_a_fragment_becomes_paragraphs(fragment: str, text: str) -> None:
    """Blocks become lines, markup goes, also where it was escaped."""
    assert text_of_html(fragment) == text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Talks held - Sample Agency", "Talks held"),
        ("Talks held | SAMPLE AGENCY | World", "Talks held | SAMPLE AGENCY | World"),
        ("Talks held - World | Sample Agency", "Talks held - World"),
        ("Sample Agency :: Talks", "Talks"),
        ("Sample Agency | Talks held", "Talks held"),
        ("Kyrgyz-Kazakh talks", "Kyrgyz-Kazakh talks"),
        ("Sample Agency", "Sample Agency"),
        ("Sample Agency reports growth", "Sample Agency reports growth"),
    ],
)
def test_the_publisher_is_cut_off_a_title(title: str, expected: str) -> None:
    """Only a whole part between separators is cut, never a word of the headline."""
    assert without_outlet(title, ("Sample Agency", "")) == expected


def test_a_title_has_an_end() -> None:
    """A body in the wrong tag does not become a title."""
    assert len(plain_title("<b>" + "word " * 10_000)) <= 1_000
