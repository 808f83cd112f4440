"""The guard: only public addresses are connected to, by whatever way they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.fetch.guard import AddressGuard
from monitor.outcomes import Outcome, Reason
from tests.newsroom import Newsroom

if TYPE_CHECKING:
    from tests.fetch.conftest import Ask, Fail

NO_NETWORKS = {"allow_networks": ()}


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001:db8::1",
        "2001::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "127.1",
        "2130706433",
        "",
        "not an address",
    ],
)
def test_what_is_not_public_is_not_permitted(address: str) -> None:
    """Private, loopback, link-local, shared, multicast, reserved, and wrappings of these."""
    assert not AddressGuard((), ()).permits(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "193.108.1.1", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_what_is_public_is_permitted(address: str) -> None:
    """Ordinary addresses of both families, also as they show behind NAT64."""
    assert AddressGuard((), ()).permits(address)


def test_an_allowed_network_is_permitted_and_no_other() -> None:
    """The exception holds for its network, in its mapped form too."""
    guard = AddressGuard(("127.0.0.0/16", "fd00:1::/32"), ())
    assert guard.permits("127.0.9.9")
    assert guard.permits("::ffff:127.0.9.9")
    assert guard.permits("fd00:1::5")
    assert not guard.permits("127.1.0.1")
    assert not guard.permits("fd00:2::5")


@pytest.mark.parametrize("obey_robots", [True, False])
def test_a_literal_address_is_refused(fail: Fail, newsroom: Newsroom, *, obey_robots: bool) -> None:
    """No resolver sees it, the guard does, and the server never hears of it."""
    limits = {**NO_NETWORKS, "obey_robots": obey_robots}
    error = fail(newsroom.url("/f"), limits=limits)
    assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.PRIVATE_ADDRESS)
    assert not error.is_transient
    assert newsroom.requests == []


def test_a_literal_address_of_ipv6_is_refused(fail: Fail, newsroom: Newsroom) -> None:
    """Loopback, and IPv4 loopback dressed as IPv6."""
    port = newsroom.host_port[1]
    for host in ("[::1]", "[::ffff:127.0.0.1]"):
        error = fail(f"http://{host}:{port}/", limits=NO_NETWORKS)
        assert error.reason is Reason.PRIVATE_ADDRESS
    assert newsroom.requests == []


@pytest.mark.parametrize("host", ["2130706433", "127.1", "0x7f.1", "0177.0.0.1", "127.0.0.1."])
def test_a_loopback_address_in_disguise_reaches_nobody(
    fail: Fail, newsroom: Newsroom, host: str
) -> None:
    """Old ways to write an address are refused, whoever reads them."""
    error = fail(f"http://{host}:{newsroom.host_port[1]}/", limits=NO_NETWORKS)
    assert error.outcome is Outcome.REFUSED or error.reason is Reason.DNS
    assert newsroom.requests == []


def test_a_name_that_resolves_to_a_private_address_is_refused(
    fail: Fail, newsroom: Newsroom
) -> None:
    """What counts is the address connected to, not the name."""
    error = fail(f"http://localhost:{newsroom.host_port[1]}/f", limits=NO_NETWORKS)
    assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.PRIVATE_ADDRESS)
    assert "localhost" in str(error)
    assert newsroom.requests == []


def test_a_name_in_an_allowed_network_is_asked(ask: Ask, newsroom: Newsroom) -> None:
    """A setting opens a network to names as to literals."""
    newsroom.put("/f", b"x")
    assert ask(f"http://localhost:{newsroom.host_port[1]}/f").body == b"x"


def test_a_redirect_to_a_private_address_is_refused(fail: Fail, newsroom: Newsroom) -> None:
    """Every hop is vetted, not only the first."""
    with Newsroom("127.9.0.1") as inside:
        newsroom.redirect("/f", inside.url("/secret"))
        error = fail(newsroom.url("/f"), limits={"allow_networks": ("127.0.0.0/16",)})
        assert (error.outcome, error.reason) == (Outcome.REFUSED, Reason.PRIVATE_ADDRESS)
        assert inside.requests == []


def test_a_mapped_host_is_served_from_its_address_and_counts_as_vetted(
    ask: Ask, newsroom: Newsroom
) -> None:
    """The name stays in the request, the port of the map is the one connected to."""
    newsroom.put("/f", b"agency", host="agency.example")
    newsroom.put("/f", b"press", host="press.example")
    hosts = {"agency.example": newsroom.host_port, "press.example": newsroom.host_port}
    first = ask("http://agency.example/f", hosts=hosts, limits=NO_NETWORKS)
    second = ask("http://press.example:8080/f", hosts=hosts, limits=NO_NETWORKS)
    assert (first.body, second.body) == (b"agency", b"press")
    assert first.url == "http://agency.example/f"


def test_a_map_by_suffix_holds_for_all_names_under_it(
    ask: Ask, fail: Fail, newsroom: Newsroom
) -> None:
    """The closest entry wins; the suffix itself and other names are not mapped."""
    newsroom.put("/f", b"x")
    hosts = {"*.example": newsroom.host_port, "*.dead.example": ("127.0.0.1", 1)}
    assert ask("http://www.News.Example./f", hosts=hosts, limits=NO_NETWORKS).body == b"x"
    dead = fail("http://a.dead.example/f", hosts=hosts, limits=NO_NETWORKS)
    assert dead.reason is Reason.CONNECT
    assert fail("http://example/f", hosts=hosts, limits=NO_NETWORKS).reason is Reason.DNS


def test_a_map_does_not_open_its_network(fail: Fail, newsroom: Newsroom) -> None:
    """Other ports of a mapped address stay closed."""
    hosts = {"news.example": newsroom.host_port}
    with Newsroom() as other:
        newsroom.redirect("/f", other.url("/secret"))
        error = fail("http://news.example/f", hosts=hosts, limits=NO_NETWORKS)
        assert error.reason is Reason.PRIVATE_ADDRESS
        assert other.requests == []
