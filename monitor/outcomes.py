"""The closed lists: how a unit of work ended, and why."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The one way a poll or an entry ended."""

    # of a poll
    LISTED = "listed"  # entries were read, new ones or not
    NOT_MODIFIED = "not_modified"  # 304
    UNCHANGED = "unchanged"  # 200 with the body of last time
    EMPTY = "empty"  # a sound feed without entries
    NOT_A_FEED = "not_a_feed"
    # of an entry
    HARVESTED = "harvested"
    FROM_FEED = "from_feed"
    DUPLICATE = "duplicate"
    TOO_SHORT = "too_short"
    NOT_HTML = "not_html"
    # of either
    GONE = "gone"
    REFUSED = "refused"  # we must not or will not ask
    BLOCKED = "blocked"  # they will not answer us
    FAILED = "failed"


class Reason(StrEnum):
    """Why a unit of work ended as it did: the closed list."""

    # the network
    TIMEOUT = "timeout"
    CONNECT = "connect"
    DNS = "dns"
    TLS = "tls"
    PROTOCOL = "protocol"
    TOO_LARGE = "too_large"
    BAD_ENCODING = "bad_encoding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # what we will not do
    BAD_URL = "bad_url"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS = "robots"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    # what the server said
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    LOGIN = "login"
    RATE_LIMITED = "rate_limited"
    HTTP_ERROR = "http_error"
    SERVER_ERROR = "server_error"
    # what came
    EMPTY_BODY = "empty_body"
    BROKEN_XML = "broken_xml"
    HTML_NOT_FEED = "html_not_feed"
    UNKNOWN_FORMAT = "unknown_format"
    NO_ENTRIES = "no_entries"
    CONTENT_TYPE = "content_type"
    NO_TEXT = "no_text"
    SHORT_TEXT = "short_text"
    LINK_LIST = "link_list"
    CHALLENGE = "challenge"
    CONSENT_WALL = "consent_wall"
    PAYWALL = "paywall"
    # what we knew before
    KNOWN_URL = "known_url"
    NO_LINK = "no_link"
    PAGE_NOT_WANTED = "page_not_wanted"  # the outlet's pages are not fetched, by its switch
    # our side
    WORKER_DIED = "worker_died"
