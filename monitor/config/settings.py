"""What the operator decides: ``monitor.toml`` and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, cast, get_args

from monitor.config.checks import is_address, read_addresses, read_zone
from monitor.config.reading import Table, read_toml
from monitor.errors import ConfigError

DEFAULT_DATABASE = "sqlite:///data/monitor.db"

Security = Literal["starttls", "tls", "none"]

_DEFAULT_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed over, and in whose name."""

    host: str
    port: int
    security: Security
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decides in ``monitor.toml`` and the environment."""

    database_url: str
    user_agent: str
    interval_minutes: int
    timeout_seconds: float
    pause_seconds: float
    concurrency: int
    max_body_bytes: int
    allow_networks: tuple[str, ...]
    workers: int
    minimum_chars: int
    story_window_days: int
    alert_max_age_hours: int
    digest_hour: int
    time_zone: str
    mail: MailServer | None
    operators: tuple[str, ...]

    @property
    def has_contact(self) -> bool:
        """Tell whether the user agent says whom a server's owner can ask."""
        return "@" in self.user_agent or "://" in self.user_agent


def read_settings(folder: Path, environ: Mapping[str, str], database_url: str | None) -> Settings:
    """Read monitor.toml and what the environment and the command line say over it.

    Args:
        folder: The configuration folder.
        environ: The environment.
        database_url: What the command line says, None for nothing.

    Returns:
        The settings.

    Raises:
        ConfigError: At the first mistake.
    """
    file = read_toml(folder / "monitor.toml")
    polling = file.table("polling") or Table({}, "monitor.toml: [polling]")
    harvest = file.table("harvest") or Table({}, "monitor.toml: [harvest]")
    alerts = file.table("alerts") or Table({}, "monitor.toml: [alerts]")
    operator = file.table("operator") or Table({}, "monitor.toml: [operator]")
    settings = Settings(
        database_url=_database_url(file, environ, database_url),
        user_agent=_user_agent(polling, environ),
        interval_minutes=polling.integer("interval_minutes", 15, least=1, most=1440),
        timeout_seconds=polling.number("timeout_seconds", 30, least=0.1, most=600) or 30,
        pause_seconds=polling.number("pause_seconds", 1, least=0, most=600) or 0,
        concurrency=polling.integer("concurrency", 32, least=1, most=500),
        max_body_bytes=polling.integer("max_body_megabytes", 15, least=1, most=200) * 1024 * 1024,
        allow_networks=_networks(polling),
        workers=harvest.integer("workers", os.cpu_count() or 1, least=1, most=64),
        minimum_chars=harvest.integer("minimum_chars", 200, least=0, most=10_000),
        story_window_days=harvest.integer("story_window_days", 30, least=1, most=3650),
        alert_max_age_hours=alerts.integer("alert_max_age_hours", 48, least=1, most=8760),
        digest_hour=alerts.integer("digest_hour", 7, least=0, most=23),
        time_zone=read_zone(alerts),
        mail=_read_mail(file.table("mail"), environ),
        operators=read_addresses(operator, "recipients"),
    )
    for table in (polling, harvest, alerts, operator, file):
        table.finish()
    return settings


def require_deliverable(settings: Settings) -> None:
    """Make sure that mails can be sent as configured.

    Args:
        settings: The settings.

    Raises:
        ConfigError: If half a login is missing, or cannot be sent.
    """
    mail = settings.mail
    if mail is None or mail.username is None:
        return
    if mail.password is None:
        raise ConfigError(
            "monitor.toml: [mail] has a username, but MONITOR_SMTP_PASSWORD is not set"
        )
    if not (mail.username + mail.password).isascii():
        raise ConfigError("MONITOR_SMTP_PASSWORD and [mail] username must be ASCII")


def _user_agent(table: Table, environ: Mapping[str, str]) -> str:
    found = environ.get("MONITOR_USER_AGENT") or table.text("user_agent", "monitor/0.1")
    if not (found.isascii() and found.isprintable()):
        raise table.fault("user_agent must be of printable ASCII letters")
    return found


def _database_url(file: Table, environ: Mapping[str, str], given: str | None) -> str:
    table = file.table("database")
    written = None
    if table is not None:
        written = table.maybe_text("url")
        table.finish()
    return given or environ.get("MONITOR_DATABASE_URL") or written or DEFAULT_DATABASE


def _networks(table: Table) -> tuple[str, ...]:
    found = table.texts("allow_networks")
    for network in found:
        try:
            ip_network(network)
        except ValueError as error:
            raise table.fault(f"allow_networks: {network!r} is not a network: {error}") from error
    return found


def _read_mail(table: Table | None, environ: Mapping[str, str]) -> MailServer | None:
    if table is None:
        return None
    security = cast("Security", table.text("security", "starttls", one_of=get_args(Security)))
    server = MailServer(
        host=table.text("host"),
        port=table.integer("port", _DEFAULT_PORTS[security], least=1, most=65535),
        security=security,
        sender=_sender(table),
        username=environ.get("MONITOR_SMTP_USERNAME") or table.maybe_text("username"),
        password=environ.get("MONITOR_SMTP_PASSWORD") or None,
    )
    if "password" in table.keys():  # noqa: SIM118 - Table is no dict
        raise table.fault("password must not stand in a file; set MONITOR_SMTP_PASSWORD")
    table.finish()
    if server.password and security == "none":
        raise table.fault('security is "none", so the password would be sent in clear')
    if server.password and not server.username:
        raise table.fault("username is missing, but MONITOR_SMTP_PASSWORD is set")
    return server


def _sender(table: Table) -> str:
    sender = table.text("sender")
    address = sender[sender.rfind("<") + 1 :].rstrip(">") if "<" in sender else sender
    if not is_address(address.strip()) or "\n" in sender or "\r" in sender:
        raise table.fault(f"sender {sender!r} is not a mail address")
    return sender
