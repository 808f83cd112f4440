"""The composition root: builds fetcher, workers, sender and templates once, and binds the jobs."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from email.utils import parseaddr

from monitor.clock import utc_now
from monitor.config.folder import Configuration
from monitor.config.settings import MailServer
from monitor.fetch.client import Fetcher, FetchLimits
from monitor.jobs.classify import ClassifyTools, classify
from monitor.jobs.deliver import DeliverTools, deliver
from monitor.jobs.harvest import HarvestTools, harvest
from monitor.jobs.match import MatchTools, match
from monitor.jobs.poll import PollTools, poll
from monitor.jobs.sync import sync
from monitor.model import Outlet
from monitor.render.mail import MailSettings, load_templates
from monitor.send.smtp import SmtpSender, SmtpSettings
from monitor.store.engine import Store
from monitor.store.housekeeping import (
    installation_name,
    latest_instant,
    record_instant,
    release_claims,
)
from monitor.store.outlets import list_outlets
from monitor.vocabulary import Vocabulary
from monitor.workers import TaggerSetup, Workers

_log = logging.getLogger(__name__)

Hosts = Mapping[str, tuple[str, int]]


class App:
    """The stages of one database, ready to be called."""

    def __init__(
        self,
        configuration: Configuration,
        store: Store,
        fetcher: Fetcher,
        workers: Workers,
        clock: Callable[[], datetime],
    ) -> None:
        """Bind what ``open_app`` built."""
        self.configuration = configuration
        self.store = store
        self.clock = clock
        self._fetcher = fetcher
        self._workers = workers
        self._vocabulary = Vocabulary(configuration)
        self._stopping = asyncio.Event()
        self.on_entry: Callable[[], object] = lambda: None

    def stop(self) -> None:
        """Let every stage end after the unit it is at."""
        self._stopping.set()

    @property
    def is_stopping(self) -> bool:
        """Tell whether the stages are to end."""
        return self._stopping.is_set()

    async def record_instant(self) -> None:
        """Keep the present instant: time never runs backwards in a database."""
        await asyncio.to_thread(self._record_instant)

    def sync(self) -> Mapping[str, int]:
        """Make the store follow the configuration.

        Returns:
            Counts of outlets, feeds and watches.
        """
        return sync(self.store, self.configuration, self.clock())

    async def poll(self) -> Counter[str]:
        """Poll every feed that is due.

        Returns:
            Counts by outcome.
        """
        settings = self.configuration.settings
        return await poll(
            PollTools(
                store=self.store,
                fetcher=self._fetcher,
                workers=self._workers,
                outlets=await self._outlets(),
                interval=timedelta(minutes=settings.interval_minutes),
                clock=self.clock,
                is_stopping=self._stopping.is_set,
            )
        )

    async def harvest(self) -> Counter[str]:
        """Harvest every entry that has no outcome yet.

        Returns:
            Counts by outcome.
        """
        settings = self.configuration.settings
        return await harvest(
            HarvestTools(
                store=self.store,
                fetcher=self._fetcher,
                workers=self._workers,
                outlets=await self._outlets(),
                minimum_chars=settings.minimum_chars,
                alert_max_age=timedelta(hours=settings.alert_max_age_hours),
                clock=self.clock,
                is_stopping=self._stopping.is_set,
                on_entry=self.on_entry,
            )
        )

    async def classify(self) -> Counter[str]:
        """Classify every new article.

        Returns:
            Counts of stories and folded copies.
        """
        window = timedelta(days=self.configuration.settings.story_window_days)
        return await classify(
            ClassifyTools(
                store=self.store,
                workers=self._workers,
                window=window,
                clock=self.clock,
                is_stopping=self._stopping.is_set,
            )
        )

    async def match(self) -> Counter[str]:
        """Ask the watches about every newly classified article.

        Returns:
            Counts of articles and matches.
        """
        settings = self.configuration.settings
        tools = MatchTools(
            store=self.store,
            compile_watch=self._vocabulary.compile,
            has_mail=settings.mail is not None,
            digest_hour=settings.digest_hour,
            time_zone=settings.time_zone,
            clock=self.clock,
            is_stopping=self._stopping.is_set,
        )
        return await asyncio.to_thread(match, tools)

    async def deliver(self) -> Counter[str]:
        """Send every mail that is due; nothing where no mail server is configured.

        Returns:
            Counts of sent, retried and failed mails.
        """
        server = self.configuration.settings.mail
        if server is None:
            return Counter()
        return await asyncio.to_thread(self._deliver, server)

    async def cycle(self) -> Mapping[str, Counter[str]]:
        """Run each stage once for all that is due.

        Returns:
            The counts of each stage.
        """
        await self.record_instant()
        return {
            "poll": await self.poll(),
            "harvest": await self.harvest(),
            "classify": await self.classify(),
            "match": await self.match(),
            "deliver": await self.deliver(),
        }

    def _deliver(self, server: MailServer) -> Counter[str]:
        settings = self.configuration.settings
        with self.store.begin() as tx:
            installation = installation_name(tx)
        with SmtpSender(
            SmtpSettings(
                host=server.host,
                port=server.port,
                security=server.security,
                username=server.username,
                password=server.password,
                timeout_seconds=settings.timeout_seconds,
            )
        ) as sender:
            return deliver(
                DeliverTools(
                    store=self.store,
                    sender=sender,
                    settings=_mail_settings(server, settings.time_zone, installation),
                    templates=load_templates(),
                    operators=settings.operators,
                    digest_hour=settings.digest_hour,
                    time_zone=settings.time_zone,
                    clock=self.clock,
                    is_stopping=self._stopping.is_set,
                )
            )

    async def _outlets(self) -> Mapping[str, Outlet]:
        def load() -> Mapping[str, Outlet]:
            with self.store.read() as tx:
                return {outlet.id: outlet for outlet in list_outlets(tx, with_retired=True)}

        return await asyncio.to_thread(load)

    def _record_instant(self) -> None:
        now = self.clock()
        with self.store.begin() as tx:
            latest = latest_instant(tx)
            if latest is None or now > latest:
                record_instant(tx, now)


def _mail_settings(server: MailServer, time_zone: str, installation: str) -> MailSettings:
    address = parseaddr(server.sender)[1]
    return MailSettings(
        sender=server.sender,
        list_domain=address.rpartition("@")[2],
        time_zone=time_zone,
        contact=address,
        installation=installation,
    )


@asynccontextmanager
async def open_app(
    configuration: Configuration,
    store: Store,
    *,
    clock: Callable[[], datetime] = utc_now,
    hosts: Hosts | None = None,
) -> AsyncIterator[App]:
    """Build what the stages need, and take up what a process that died had claimed.

    The caller holds the daemon lock of the store, which is at the newest schema.

    Args:
        configuration: What the configuration folder says.
        store: The database.
        clock: Tells the present instant.
        hosts: Hosts that are served by this machine, with address and port; None for none.

    Yields:
        The app, synced with its configuration.
    """
    settings = configuration.settings
    limits = FetchLimits(
        user_agent=settings.user_agent,
        timeout_seconds=settings.timeout_seconds,
        max_body_bytes=settings.max_body_bytes,
        pause_seconds=settings.pause_seconds,
        allow_networks=settings.allow_networks,
        concurrency=settings.concurrency,
    )
    setup = TaggerSetup(outlets=configuration.outlets, keyword_lists=configuration.keyword_lists)
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(limits, hosts=hosts))
        workers = await stack.enter_async_context(Workers(settings.workers, setup))
        app = App(configuration, store, fetcher, workers, clock)
        with store.begin() as tx:
            release_claims(tx)
        app.sync()
        if not settings.has_contact:
            _log.warning(
                "the user agent %r names no contact; set [polling] user_agent in monitor.toml, "
                "so that the owner of a server can reach you",
                settings.user_agent,
            )
        yield app
