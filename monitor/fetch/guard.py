"""Which addresses may be connected to, and the connector that lets no other pass."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.errors import ConfigError

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# The only IPv6 space given out to the public so far (RFC 4291, 2.4), and the well-known prefix
# under which a network without IPv4 shows IPv4 addresses (RFC 6052).
_IPV6_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# Name servers of dead outlets keep a thread for seconds; with so many the living need not wait.
_RESOLVER_THREADS = 16
# Security policies of some portals pass the usual 8 KiB for one header field. aiohttp takes no
# more than 128 fields, so a whole head stays under 4 MiB.
_LONGEST_FIELD_BYTES = 32 * 1024


class AddressRefusedError(Exception):
    """An address may not be connected to; the text names it."""


class AddressGuard:
    """Tells public addresses from all others (RFC 6890), but for the exceptions it is given."""

    def __init__(self, allow_networks: Iterable[str], vetted: Iterable[tuple[str, int]]) -> None:
        """Set the exceptions.

        Args:
            allow_networks: Networks in CIDR form that may be reached although not public.
            vetted: Pairs of address and port that may be reached although not public.

        Raises:
            ConfigError: A network that cannot be read.
        """
        self._allowed = tuple(_network(text) for text in allow_networks)
        self._vetted = frozenset(vetted)

    def permits(self, address: str) -> bool:
        """Tell whether an address may be connected to.

        Args:
            address: An IPv4 or IPv6 address as text.

        Returns:
            True where it is public or in an allowed network; False for what is no address.
        """
        try:
            found = _unwrapped(ipaddress.ip_address(address))
        except ValueError:
            return False
        return _is_public(found) or any(
            found.version == net.version and found in net for net in self._allowed
        )

    def open_socket(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for one connection, the last thing before it is opened.

        It is asked for every address, literals included, which no resolver sees.

        Args:
            addr_info: What ``socket.getaddrinfo`` gives for one address.

        Returns:
            A socket, not connected.

        Raises:
            AddressRefusedError: The address may not be connected to.
        """
        family, kind, protocol, _, (host, port, *_) = addr_info
        if (host, port) not in self._vetted and not self.permits(host):
            raise AddressRefusedError(f"{host} is not a public address")
        return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """Resolves names, hands on only permitted addresses, and knows the mapped hosts."""

    def __init__(self, guard: AddressGuard, hosts: Mapping[str, tuple[str, int]]) -> None:
        """Prepare to resolve.

        Args:
            guard: What is asked of each address.
            hosts: Address and port by host name, or by ``*.suffix`` for all names under it.
        """
        self._guard = guard
        self._hosts = {name.lower(): address for name, address in hosts.items()}
        self._threads = ThreadPoolExecutor(_RESOLVER_THREADS, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Find the addresses of a host.

        Args:
            host: The host's name.
            port: The port asked for; a mapped host keeps its own.
            family: The address family wanted.

        Returns:
            Permitted addresses only.

        Raises:
            OSError: The name cannot be resolved.
            AddressRefusedError: It resolves to addresses that may not be connected to.
        """
        mapped = self._mapped(host)
        if mapped is not None:
            return [_result(host, *mapped)]
        ask = partial(socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM)
        try:
            infos = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except UnicodeError as error:
            # labels that are empty or longer than DNS allows
            raise socket.gaierror(socket.EAI_NONAME, "not a name of DNS") from error
        found = dict.fromkeys(str(info[4][0]) for info in infos)
        permitted = [address for address in found if self._guard.permits(address)]
        if not permitted:
            shown = ", ".join(list(found)[:3]) or "nothing"
            raise AddressRefusedError(f"{host} resolves to {shown}, which is not a public address")
        return [_result(host, address, port) for address in permitted]

    async def close(self) -> None:
        """Let the threads go; a look-up under way ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _mapped(self, host: str) -> tuple[str, int] | None:
        name = host.lower().rstrip(".")
        if name in self._hosts:
            return self._hosts[name]
        labels = name.split(".")
        suffixes = ("*." + ".".join(labels[i:]) for i in range(1, len(labels)))
        return next((self._hosts[s] for s in suffixes if s in self._hosts), None)


def guarded_session(
    guard: AddressGuard, resolver: GuardedResolver, tls: ssl.SSLContext
) -> aiohttp.ClientSession:
    """Open an aiohttp session that connects only where the guard permits.

    It keeps no cookies and heeds no proxy of the environment. How many requests run at once is
    decided by whose turn it is, so the connector sets no limit of its own.

    Args:
        guard: What is asked of each address before a socket is made.
        resolver: Who finds the addresses of names.
        tls: How certificates are checked.

    Returns:
        The session; whoever asked for it closes it, and then the resolver.
    """
    connector = aiohttp.TCPConnector(
        resolver=resolver,
        socket_factory=guard.open_socket,
        ssl=tls,
        use_dns_cache=False,
        limit=0,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        max_field_size=_LONGEST_FIELD_BYTES,
        trust_env=False,
    )


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        # 6to4 and Teredo carry another address inside and are out of use (RFC 7526)
        is_tunnel = address.sixtofour is not None or address.teredo is not None
        return address in _IPV6_UNICAST and address.is_global and not is_tunnel
    return address.is_global and not address.is_multicast and not address.is_reserved


def _unwrapped(address: _Address) -> _Address:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _network(text: str) -> _Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise ConfigError(
            f"allow_networks: {text!r} is not a network, write one such as 127.0.0.0/8"
        ) from error


def _result(hostname: str, host: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return ResolveResult(
        hostname=hostname,
        host=host,
        port=port,
        family=family,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )
