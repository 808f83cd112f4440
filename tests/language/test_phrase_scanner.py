from monitor.language.scan import Scanner, flatten


def test_the_longest_phrase_wins_and_keeps_its_place() -> None:
    """Of phrases that start together the longest is found, with its span in the text as written."""
    scanner = Scanner({"South Sudan": "SSD", "Sudan": "SDN", "south": "?"})
    text = "In South\u00a0Su\u00addan and Sudan."
    found = [(one.payload, text[one.start : one.end]) for one in scanner.find(text)]
    assert found == [("SSD", "South\u00a0Su\u00addan"), ("SDN", "Sudan")]


def test_phrases_match_whole_words_only() -> None:
    """A phrase inside a longer word is not there, unless it ends in a star."""
    scanner = Scanner({"oman": 1, "migra*": 2})
    assert [one.payload for one in scanner.find("Roman woman, Omani, Oman; migrants")] == [1, 2]


def test_overlapping_phrases_are_all_found_when_asked() -> None:
    """Phrases of different owners do not hide each other."""
    scanner = Scanner({"trade": "a", "trade deal": "b", "deal": "c"}, is_overlapping=True)
    assert {one.payload for one in scanner.find("a trade deal")} == {"a", "b", "c"}


def test_letters_of_another_alphabet_inside_a_word_are_read_as_meant() -> None:
    """A Cyrillic name typed with Latin look-alikes is found."""
    scanner = Scanner({"Кыргызстан": "KGZ"})
    assert [one.payload for one in scanner.find("Kыpгызcтaн закрыл границу")] == ["KGZ"]


def test_a_text_of_many_kinds_of_marks_is_flattened_in_one_pass() -> None:
    """Thousands of different marks do not multiply the work."""
    marks = "".join(chr(code) for code in range(0x2190, 0x2BFF)) * 20
    assert "china" in flatten(marks + " China").words
