"""Addresses: their canonical form and their host."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

# Query parameters that say how a reader came, never what the page is.
_TRACKING = re.compile(
    r"^(?:utm_[a-z_]+|fbclid|gclid|dclid|yclid|msclkid|mc_[ce]id|igshid|_openstat|ref_src|at_medium|at_campaign)$",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Name the host of an address.

    Args:
        url: An absolute URL.

    Returns:
        The host in lower case without port and trailing dot, "" where there is none.
    """
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_http(url: str) -> bool:
    """Tell whether an address is absolute and of the web.

    Args:
        url: Anything that claims to be a URL.

    Returns:
        True for http and https with a host.
    """
    try:
        return urlsplit(url).scheme.lower() in _DEFAULT_PORTS and bool(host_of(url))
    except ValueError:
        return False


def canonical_url(url: str) -> str:
    """Bring an address to the form under which one page is known once.

    Scheme and host in lower case, no default port, no trailing dot of the host, no fragment, no
    tracking parameters; the rest of the query stays as written and in its order, because ids
    stand in it and a re-encoded one may be another page.

    Args:
        url: An absolute http or https URL.

    Returns:
        The canonical form; the address as given where it cannot be parsed.
    """
    try:
        parts = urlsplit(url.strip())
        netloc = _netloc(parts)
    except ValueError:
        return url.strip()
    query = "&".join(p for p in parts.query.split("&") if p and not _is_tracking(p))
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", query, ""))


def is_homepage(url: str) -> bool:
    """Tell whether an address is the front page of a site rather than an article.

    Args:
        url: An absolute URL.

    Returns:
        True where path and query are empty.
    """
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def is_section_of(url: str, page: str) -> bool:
    """Tell whether an address is a level above a page of the same site.

    Args:
        url: An absolute URL.
        page: An absolute URL.

    Returns:
        True where the page's path goes on behind the address's, or is the same with an id in
        its query.
    """
    above, below = urlsplit(url), urlsplit(canonical_url(page))
    if above.query:
        return False
    if above.path.rstrip("/") == below.path.rstrip("/"):
        return any(character.isdigit() for character in below.query)
    return below.path.startswith(above.path.rstrip("/") + "/")


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def _is_tracking(parameter: str) -> bool:
    return bool(_TRACKING.match(unquote(parameter.partition("=")[0])))
