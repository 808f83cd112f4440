"""Guards: what stands around a name decides whether it is the country's. The rules are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitor.gazetteer.records import Sighting
from monitor.language.scan import Flat, pattern_of


class Scene:
    """What the guards ask of a whole text, each thing answered once.

    A hostile text names a guarded country thousands of times: to read all of it for each name
    would take time by the square of its length.
    """

    __slots__ = ("_answers", "_words", "is_capitals", "text")

    def __init__(self, flat: Flat) -> None:
        """Take a text in.

        Args:
            flat: The text, from ``flatten``.
        """
        self.text = flat.text
        self.is_capitals = flat.text.isupper()
        self._words = flat.words
        self._answers: dict[tuple[str, ...], bool] = {}

    def has_any(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether one of some phrases stands anywhere in the text.

        Args:
            phrases: In normal form, a blank before each word.

        Returns:
            True where one does, False where none is asked for.
        """
        if not phrases:
            return False
        answer = self._answers.get(phrases)
        if answer is None:
            answer = self._answers[phrases] = any(one in self._words for one in phrases)
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One rule for some forms, or for all of some kinds.

    A sighting falls where the word before it is in ``before``, the word after it in ``after``
    (``*`` at the end for any ending), a phrase of ``near`` stands anywhere in the text, none of
    the word starts of ``needs`` does, the whole text is in capitals (``not_in_capitals``), or it
    reads as a person's name (``can_be_person``); never where a phrase of ``unless`` stands in the
    text. It becomes ``code``, or nothing where that is empty.
    """

    forms: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    after_stems: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    not_in_capitals: bool = False
    can_be_person: bool = False
    code: str = ""

    def is_broken_by(self, sighting: Sighting, scene: Scene) -> bool:
        """Tell whether a sighting is not what it looks like.

        Args:
            sighting: A name this guard watches.
            scene: The text it stands in.

        Returns:
            True where the sighting must fall.
        """
        if scene.has_any(self.unless):
            return False
        previous = sighting.before[-1] if sighting.before else ""
        following = sighting.after[0] if sighting.after else ""
        return (
            previous in self.before
            or following in self.after
            or (following != "" and following.startswith(self.after_stems))
            or (self.needs != () and not scene.has_any(self.needs))
            or (scene.is_capitals and self.not_in_capitals and "." not in sighting.surface)
            or scene.has_any(self.near)
            or (self.can_be_person and _reads_as_person(sighting, scene.text))
        )


# After these a name is a place even where a capital follows it ("in Jordan King Abdullah said"),
# and these follow the name of a state, never a first name.
_PLACE_BEFORE = frozenset(
    ["in", "of", "from", "to", "and", "with", "between", "near", "for", "by", "at", "into", "via"]
)
_STATE_WORDS = (
    "president king queen prime foreign minister ministry army government parliament and or says "
    "said wins beats vs police fm pm airport embassy ambassador governor gov on in to"
)
_STATE_AFTER = frozenset(_STATE_WORDS.split())


_NAME_MAX = 40  # characters looked at for a surname


def _reads_as_person(sighting: Sighting, text: str) -> bool:
    ahead = text[sighting.end : sighting.end + _NAME_MAX].split(" ", 3)
    if len(ahead) < 2 or ahead[0] or not ahead[1].istitle():
        return False
    is_last = not ahead[1][-1].isalpha()  # the sentence ends with the surname
    if len(ahead) > 2 and ahead[2][:1].isupper() and not is_last:
        return False  # a headline that capitalises each word says nothing
    if sighting.before and sighting.before[-1] in _PLACE_BEFORE:
        return False
    return not (sighting.after and sighting.after[0] in _STATE_AFTER)


def read_guards(tables: Iterable[Mapping[str, object]]) -> tuple[Guard, ...]:
    """Turn the tables of a language's file into guards.

    Args:
        tables: What stands under ``[[guards]]``.

    Returns:
        Guards in the same order.
    """
    return tuple(_read_guard(table) for table in tables)


def _words(table: Mapping[str, object], key: str) -> list[str]:
    value = table.get(key, [])
    return [str(word) for word in value] if isinstance(value, list) else []


def _read_guard(table: Mapping[str, object]) -> Guard:
    after = _words(table, "after")
    return Guard(
        forms=frozenset(pattern_of(word) for word in _words(table, "forms")),
        kinds=frozenset(_words(table, "kinds")),
        before=frozenset(pattern_of(word)[1:] for word in _words(table, "before")),
        after=frozenset(pattern_of(word)[1:] for word in after if not word.endswith("*")),
        after_stems=tuple(pattern_of(word)[1:] for word in after if word.endswith("*")),
        near=tuple(f"{pattern_of(word)} " for word in _words(table, "near")),
        unless=tuple(f"{pattern_of(word)} " for word in _words(table, "unless")),
        needs=tuple(pattern_of(word) for word in _words(table, "needs")),
        not_in_capitals=bool(table.get("not_in_capitals", False)),
        can_be_person=bool(table.get("can_be_person", False)),
        code=str(table.get("code", "")),
    )


class GuardSet:
    """The guards of one language, found by form and by kind."""

    def __init__(self, guards: Iterable[Guard]) -> None:
        """Index guards.

        Args:
            guards: From ``read_guards``.
        """
        self._by_form: dict[str, list[Guard]] = {}
        self._by_kind: dict[str, list[Guard]] = {}
        for guard in guards:
            for form in guard.forms:
                self._by_form.setdefault(form, []).append(guard)
            for kind in guard.kinds:
                self._by_kind.setdefault(kind, []).append(guard)

    def judge(self, sighting: Sighting, scene: Scene) -> Sighting | None:
        """Decide what a sighting is.

        Args:
            sighting: A name found.
            scene: The text it stands in.

        Returns:
            The sighting as it is, or of another state; None where it names none.
        """
        watching = self._by_form.get(sighting.form, ()), self._by_kind.get(sighting.kind, ())
        for guards in watching:
            for guard in guards:
                if guard.is_broken_by(sighting, scene):
                    if not guard.code:
                        return None
                    return replace(sighting, code=guard.code, kind="region")
        return sighting
