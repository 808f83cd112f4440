"""How each language of the sample world writes a day.

The texts hold patterns instead of dates, because the world must look fresh on any day: a piece
like ``{en|%B %e}`` becomes the day of publication as the outlet's clock has it, ``{en+7|%B %e}``
the same day of the next week.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

# The form that stands beside a day's number: genitive in Russian, nominative elsewhere.
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
}
_SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "ru": "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "uz": "yan fev mar apr may iyun iyul avg sen okt noy dek",
}
_WEEKDAYS = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"}
_DIRECTIVE = re.compile(r"%(\^B|[a-zA-Z])")
_PIECE = re.compile(r"\{([a-z]{2})([+-]\d{1,3})?\|([^{}|]{1,40})\}")


def write_date(moment: datetime, pattern: str, language: str) -> str:
    """Write an instant the way an outlet does.

    Args:
        moment: An aware datetime in the outlet's zone.
        pattern: Text with directives named as in POSIX ``strftime``: %d %e %m %y %Y %H %M %B
            %^B (capitalised) %b %A; %e has no leading blank.
        language: ISO 639-1 code of the month and weekday names.

    Returns:
        The pattern with its directives filled.

    Raises:
        KeyError: The language lacks the names asked for, or the directive is unknown.
    """
    return _DIRECTIVE.sub(lambda found: _directive(moment, found[1], language), pattern)


def fill_dates(text: str, moment: datetime) -> str:
    """Replace the date pieces of a sample text.

    Args:
        text: Text with pieces like ``{ru|%e %B}`` or ``{en-1|%A}``.
        moment: When the text was published, aware, in the outlet's zone.

    Returns:
        The text as a reader sees it.

    Raises:
        KeyError: A piece names a language or directive that is unknown.
    """

    def fill(found: re.Match[str]) -> str:
        return write_date(moment + timedelta(days=int(found[2] or 0)), found[3], found[1])

    return _PIECE.sub(fill, text)


def _directive(moment: datetime, name: str, language: str) -> str:
    if name in {"B", "^B"}:
        month = _MONTHS[language].split()[moment.month - 1]
        return month.capitalize() if name == "^B" else month
    if name == "b":
        return _SHORT_MONTHS[language].split()[moment.month - 1]
    if name == "A":
        return _WEEKDAYS[language].split()[moment.weekday()]
    numbers = {
        "d": f"{moment.day:02d}",
        "e": f"{moment.day}",
        "m": f"{moment.month:02d}",
        "y": f"{moment.year % 100:02d}",
        "Y": f"{moment.year}",
        "H": f"{moment.hour:02d}",
        "M": f"{moment.minute:02d}",
    }
    return numbers[name]
