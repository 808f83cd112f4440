"""What a host's robots.txt lets us ask for (RFC 9309). PURE."""

from __future__ import annotations

from typing import Protocol

from protego import Protego

# RFC 9309, 2.5: a parser must read at least this much; what comes after is ignored.
ROBOTS_CAP_BYTES = 500 * 1024

_AGENT_FIELDS = ("user-agent", "useragent", "user agent")
# How lines begin that Protego needs, misspellings that it forgives included.
_RULE_STARTS = ("allow", "dis", "dia", "crawl")
# Lines about the whole site stand anywhere and never end a group (RFC 9309, 2.2.4).
_SITE_STARTS = ("sitemap", "site-map", "host")
_ANYONE = "*"
_COMPATIBLE = "(compatible;"
# Product tokens are a word or two; a longer line names nobody we are.
_LONGEST_AGENT_LINE = 500


class _Parsed(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...

    def crawl_delay(self, user_agent: str) -> float | None: ...


class RobotsRules:
    """The rules of one robots.txt that hold for one agent."""

    __slots__ = ("_parsed",)

    def __init__(self, parsed: _Parsed) -> None:
        """Wrap what Protego read; ``parse`` and ``allow_all`` are how rules are made."""
        self._parsed = parsed

    @classmethod
    def parse(cls, text: str, agent: str) -> RobotsRules:
        """Read a robots.txt for one agent.

        Only the agent's own groups, or else those for everyone, are given to Protego: it matches
        names by their beginning where RFC 9309 wants the whole product token, and its time grows
        with agents times rules, which a hostile file could use.

        Args:
            text: The file, of whatever kind; HTML or noise has no rules.
            agent: The product token, or a user agent that begins with it.

        Returns:
            The rules.
        """
        rules = _rules_for(text, product_token(agent))
        return cls(Protego.parse("\n".join([f"user-agent: {_ANYONE}", *rules])))

    @classmethod
    def allow_all(cls) -> RobotsRules:
        """Make the rules of a host that has no robots.txt.

        Returns:
            Rules that allow everything and ask for no delay.
        """
        return cls(Protego.parse(""))

    def allows(self, url: str) -> bool:
        """Tell whether an address may be asked for.

        Args:
            url: An absolute URL of the host.

        Returns:
            True where no rule forbids it; False for what cannot be read as a URL.
        """
        try:
            return bool(self._parsed.can_fetch(url, _ANYONE))
        except ValueError:
            return False

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between two requests that the host asks for, None where it does not."""
        return self._parsed.crawl_delay(_ANYONE)


def check_robots(robots_txt: str, agent: str, url: str) -> tuple[bool, float | None]:
    """Ask a robots.txt about one address.

    Args:
        robots_txt: The file's text.
        agent: The product token, or a user agent that begins with it.
        url: The absolute URL to be asked for.

    Returns:
        Whether it may be asked for, and the crawl delay in seconds (None where there is none).
    """
    rules = RobotsRules.parse(robots_txt, agent)
    return rules.allows(url), rules.crawl_delay


def product_token(agent: str) -> str:
    """Cut a user agent to the name that groups of a robots.txt are matched by.

    Args:
        agent: A User-Agent value such as ``monitor/1.0 (+https://press.example)``.

    Returns:
        The text before the first slash, in lower case; of a user agent that poses as a browser
        (``Mozilla/5.0 (compatible; monitor/1.0)``) the name after "compatible".
    """
    lowered = agent.lower()
    if lowered.startswith("mozilla/") and _COMPATIBLE in lowered:
        lowered = lowered.partition(_COMPATIBLE)[2].partition(";")[0].rstrip(")")
    return lowered.partition("/")[0].strip()


def _rules_for(text: str, token: str) -> list[str]:
    own: list[str] = []
    anyone: list[str] = []
    open_groups: list[list[str]] = []
    is_named = False  # our own name occurred: then the groups for everyone do not hold
    was_agent_line = False
    sound = text.removeprefix("\ufeff").encode("utf-8", "replace").decode("utf-8")
    for line in (raw.partition("#")[0].strip() for raw in sound.splitlines()):
        named = _agent_named(line)
        if named is not None:
            open_groups = open_groups if was_agent_line else []
            is_named = is_named or named == token
            _open(open_groups, own if named == token else anyone if named == _ANYONE else None)
            was_agent_line = True
        elif _is_rule(line):
            for group in open_groups:
                group.append(line)
            was_agent_line = False
        elif _ends_names(line):
            was_agent_line = False
    return own if is_named else anyone


def _open(groups: list[list[str]], group: list[str] | None) -> None:
    if group is not None and not any(group is known for known in groups):
        groups.append(group)


def _is_rule(line: str) -> bool:
    return line[:8].lower().startswith(_RULE_STARTS)


def _ends_names(line: str) -> bool:
    # A record that we do not know, such as Noindex, was still meant for the group it stands in.
    return ":" in line and not line[:8].lower().startswith(_SITE_STARTS)


def _agent_named(line: str) -> str | None:
    lowered = line[:_LONGEST_AGENT_LINE].lower()
    for field in _AGENT_FIELDS:
        if lowered.startswith(field):
            return _group_token(lowered[len(field) :])
    return None


def _group_token(value: str) -> str:
    words = value.strip(" \t:").split(maxsplit=1)
    if not words:
        return ""
    return words[0] if words[0] == _ANYONE else product_token(words[0].replace("*", ""))
