"""All that is read out of one text: the one function that the job and ``inspect`` call."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from monitor.classify.boilerplate import find_boilerplate
from monitor.classify.countries import score_countries
from monitor.classify.credit import FoundCredit, find_credits
from monitor.classify.dateline import read_opening
from monitor.classify.keywords import KeywordIndex, KeywordList
from monitor.classify.mentions import (
    TITLE,
    Masks,
    Seen,
    masks_of,
    mention_of,
    seen_of,
    with_apposition,
)
from monitor.classify.outlet_names import OutletNames
from monitor.classify.pairs import TextView, score_pairs
from monitor.classify.venues import LENDERS, find_meetings, find_venues
from monitor.gazetteer.matcher import Gazetteer
from monitor.gazetteer.records import Sighting
from monitor.language.detect import SAMPLE_CHARS, detect_language, language_by_letters
from monitor.language.scan import Flat, Scanner, flatten, pattern_of
from monitor.language.sentences import split_sentences
from monitor.model import Dateline, Mask, Mention, Outlet, Tagging

# The lead is the first sentence, and the next ones while it is as short as this, in characters.
LEAD_CHARS = 160
# Only so much of a text is read for tags: a hundred pages. What is longer is a book or a dump of
# data, and what an article is about stands in its first page.
TAGGED_CHARS = 200_000
# Outlets whose name is only a name; a ministry's name is that of an actor.
_MEDIA_KINDS = frozenset(["agency", "broadcaster", "newspaper", "portal"])


class Tagger:
    """Reads language, dateline, credit, countries, pairs and keywords out of texts."""

    def __init__(
        self,
        *,
        gazetteer: Gazetteer,
        outlets: Sequence[Outlet] = (),
        keyword_lists: Sequence[KeywordList] = (),
    ) -> None:
        """Compile what texts are read with.

        Args:
            gazetteer: Names of countries and organisations.
            outlets: Outlets we follow, for credits; their names never tag a country.
            keyword_lists: Subjects to tag.
        """
        self._gazetteer = gazetteer
        self._outlets = {outlet.id: outlet for outlet in outlets}
        self._outlet_names = OutletNames.build(outlets)
        self._media_scanner = Scanner(dict.fromkeys(_telling_names(outlets, gazetteer), None))
        self._keywords = KeywordIndex(keyword_lists)

    def tag(
        self,
        *,
        title: str,
        text: str,
        language: str | None = None,
        outlet_id: str | None = None,
        published_on: date | None = None,
    ) -> Tagging:
        """Read all tags out of one text.

        Args:
            title: The headline, "" where there is none.
            text: The body, paragraphs by newline; read up to ``TAGGED_CHARS``, as the title is.
            language: Two-letter code where it is known.
            outlet_id: The outlet that carries the text, where it is known.
            published_on: The day it came out, where it is known.

        Returns:
            The tags with their evidence.
        """
        title, text = title[:TAGGED_CHARS], text[:TAGGED_CHARS]
        spoken = language or self._language_of(f"{title}\n{text[:SAMPLE_CHARS]}", outlet_id)
        opening = read_opening(
            text,
            country_of=self._gazetteer.country_of,
            published_on=published_on,
            find_agency=self._outlet_names.find_agency,
        )
        carrier = self._outlets.get(outlet_id or "")
        dateline = opening.dateline if opening else None
        credits = find_credits(
            text,
            language=spoken,
            outlets=self._outlet_names,
            country_of=self._gazetteer.country_of,
            dateline_agency=opening.agency if opening else None,
            home_country=carrier.country if carrier else None,
        )
        return self._tag_fields((flatten(title), flatten(text)), spoken, dateline, credits)

    def _language_of(self, sample: str, outlet_id: str | None) -> str | None:
        # what the letters say is stronger than what the outlet is known to write
        outlet = self._outlets.get(outlet_id or "")
        if outlet is None or not outlet.languages:
            return detect_language(sample)
        return language_by_letters(sample) or detect_language(sample, among=outlet.languages)

    def _tag_fields(
        self,
        flats: tuple[Flat, Flat],
        language: str | None,
        dateline: Dateline | None,
        credits: tuple[FoundCredit, ...],
    ) -> Tagging:
        boilerplate = find_boilerplate(flats[1].text, find_agency=self._outlet_names.find_agency)
        masks = (self._masks(flats[0]), self._masks(flats[1], dateline, credits, boilerplate))
        views = _views_of(flats, dateline)
        mentions, seen, organisations = self._read_names(flats, masks, views[1].spans, language)
        lead = _lead_sentences(views[1].spans)
        meetings = find_meetings(seen, views, language=language)
        venues = find_venues(
            seen,
            views,
            meetings=meetings,
            has_organisation=any(
                number < lead for code, number in organisations.items() if code not in LENDERS
            ),
            language=language,
        )
        pairs = score_pairs(seen, views, lead_sentences=lead, language=language, venues=venues)
        dealing = frozenset(code for pair in pairs for code in pair.pair.split("-"))
        return Tagging(
            language=language,
            dateline=dateline,
            credit=credits[0].credit if credits else None,
            countries=score_countries(
                seen,
                lead_sentences=lead,
                dealing=dealing,
                meetings=meetings,
                venues=venues,
                origins=_origins(mentions, dateline),
            ),
            pairs=pairs,
            mentions=mentions,
            keywords=self._keywords.find(zip(flats, masks, strict=True), language),
            organisations=tuple(organisations),
            masked=tuple((start, end) for start, end, _ in masks[1].spans),
        )

    def _masks(
        self,
        flat: Flat,
        dateline: Dateline | None = None,
        credits: tuple[FoundCredit, ...] = (),
        boilerplate: tuple[tuple[int, int], ...] = (),
    ) -> Masks:
        spans: list[tuple[int, int, Mask]] = []
        if dateline is not None:
            spans.append((dateline.start, dateline.end, "dateline"))
        spans.extend((one.start, one.end, "credit") for one in credits)
        spans.extend((start, end, "boilerplate") for start, end in boilerplate)
        spans.extend((one.start, one.end, "credit") for one in self._media_scanner.find(flat))
        return masks_of(spans)

    def _read_names(
        self,
        flats: tuple[Flat, Flat],
        masks: tuple[Masks, Masks],
        spans: Sequence[tuple[int, int]],
        language: str | None,
    ) -> tuple[tuple[Mention, ...], tuple[Seen, ...], dict[str, int]]:
        mentions: list[Mention] = []
        seen: list[Seen] = []
        organisations: dict[str, int] = {}  # each with its first sentence
        starts = [start for start, _ in spans]
        for flat, mask, is_title in zip(flats, masks, (True, False), strict=True):
            counted: list[Seen] = []
            for sighting in self._gazetteer.find(flat, language):
                masked = mask.at(sighting.start, sighting.end)
                number = TITLE if is_title else _sentence_at(starts, sighting)
                if sighting.kind == "organisation":
                    if masked is None:
                        organisations.setdefault(sighting.code, number)
                    continue
                mentions.append(mention_of(sighting, is_title=is_title, masked=masked))
                if masked is None:
                    counted.append(seen_of(sighting, sentence=number, language=language))
            seen.extend(with_apposition(counted, flat.text, language))
        return tuple(mentions), tuple(seen), organisations


def _origins(mentions: Sequence[Mention], dateline: Dateline | None) -> frozenset[str]:
    named = {one.country for one in mentions if one.masked in ("dateline", "credit")}
    return frozenset(named | ({dateline.country} if dateline and dateline.country else set()))


def _sentence_at(starts: list[int], sighting: Sighting) -> int:
    return max(0, bisect_right(starts, sighting.start) - 1)


def _views_of(flats: tuple[Flat, Flat], dateline: Dateline | None) -> tuple[TextView, TextView]:
    title, text = flats
    first, skip = (dateline.start, dateline.end) if dateline else (0, 0)
    spans = [
        (start if start < first else max(start, skip), end)
        for start, end in split_sentences(text.text)
        if end > skip or start < first
    ]
    whole = [(0, len(title.text))]
    return TextView(title, whole, TITLE), TextView(text, spans or [(0, len(text.text))], 0)


def _lead_sentences(spans: Sequence[tuple[int, int]]) -> int:
    for number, (_, end) in enumerate(spans, start=1):
        if end - spans[0][0] >= LEAD_CHARS:
            return number
    return len(spans)


def _telling_names(outlets: Sequence[Outlet], gazetteer: Gazetteer) -> list[str]:
    """List names of media that hold the name of a country and more ("Sputnik Кыргызстан")."""
    names: list[str] = []
    for outlet in outlets:
        for name in {outlet.name, *outlet.names}:
            words = pattern_of(name).split()
            if outlet.kind in _MEDIA_KINDS and len(words) > 1 and not gazetteer.country_of(name):
                names.append(name)
    return names
