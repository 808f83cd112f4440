"""Pages that stand in an article's place: a challenge, a question of consent, a login."""

from __future__ import annotations

import re

from monitor.outcomes import Reason

# A page that asks something says little; an article that mentions such a service says more.
MAX_WALL_CHARS = 2_500

_CHALLENGE_TITLE = re.compile(
    r"\s*(?:just a moment|один момент|bir dakika|attention required|ddos-guard|access denied|"
    r"checking your browser|проверка браузера|проверка, что вы не робот|are you a robot|"
    r"robot check|please wait|security check|making sure you|verifying|verify you|"
    r"you are being redirected|pardon our interruption|human verification|vercel security|"
    r"request rejected|доступ ограничен|запрос заблокирован)"
    r"[^\w:][^:]{0,60}|ой!|captcha",
    re.IGNORECASE,
)
# Only marks that the vendor puts into the challenge itself, never into the pages it guards.
_CHALLENGE_MARKS = (
    *("_cf_chl_opt", "cf-chl-", "cf-error-details", "cf_captcha_kind", "challenge-error-text"),
    *("js-challenge.ddos-guard", "ddos-guard/js-challenge", "check.ddos-guard.net"),
    *("servicepipe.ru/static", "id_captcha_frame_div", "_incapsula_resource"),
    *("request unsuccessful. incapsula", "geo.captcha-delivery.com", "px-captcha"),
    *("sucuri_cloudproxy_js", "sgcaptcha", "awswafcookiedomainlist", "gokuprops"),
    *("showcaptcha", "smartcaptcha", "stormwall", "anubis_challenge", "ak-challenge"),
    *("validate.perfdrive.com", "/__qrator/", "qauth_", "vddosw3data", "slowaes.decrypt"),
    "variti",
)
_CONSENT = re.compile(
    r"before you continue|bevor sie fortfahren|avant de continuer|"
    r"we (?:and our \d* ?partners )?(?:use|value)[^.]{0,40}(?:cookies|privacy)|"
    r"wir (?:und unsere[^.]{0,20} )?verwenden[^.]{0,40}cookies|"
    r"(?:accept|reject|manage) (?:all )?(?:cookies|consent)|cookie consent|"
    r"мы используем (?:файлы )?cookie|çerez|utilizamos cookies|nous utilisons des cookies|"
    r"mit werbung und (?:tracking|cookies)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:log|sign) in to (?:continue|read|view)|please (?:log|sign) in|login required|"
    r"войдите,? чтобы|авторизуйтесь|необходимо (?:войти|авторизоваться)|giriş yapın|"
    r"melden sie sich an",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input[^<>]{0,300}type\s?=\s?[\"']?password", re.IGNORECASE)
_HEAD_CHARS = 200_000


def is_challenge_title(title: str) -> bool:
    """Tell whether a title tag is one that vendors give to their challenges.

    Args:
        title: What the page's title tag says.

    Returns:
        True for titles such as "Just a moment...".
    """
    return bool(_CHALLENGE_TITLE.fullmatch(f"{title} "))


def wall_reason(*, source: str, title: str, text: str, is_short: bool) -> Reason | None:
    """Recognise a page that is no article but a wall before it.

    Args:
        source: The decoded page.
        title: What its title tag says.
        text: What can be read on it, as one text.
        is_short: True where no article was found on it.

    Returns:
        CHALLENGE, CONSENT_WALL or LOGIN; None where nothing speaks for a wall.
    """
    if len(text) > MAX_WALL_CHARS:
        return None
    if is_challenge_title(title):
        return Reason.CHALLENGE
    if not is_short:
        return None
    head = source[:_HEAD_CHARS].lower()
    if any(mark in head for mark in _CHALLENGE_MARKS):
        return Reason.CHALLENGE
    if _CONSENT.search(text):
        return Reason.CONSENT_WALL
    if _LOGIN.search(text) or _PASSWORD.search(source[:_HEAD_CHARS]):
        return Reason.LOGIN
    return None
