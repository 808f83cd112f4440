"""The body of a reply: taken chunk by chunk, unpacked, never larger than the cap. PURE."""

from __future__ import annotations

import zlib

from monitor.outcomes import Reason

# What we say we can unpack; the rest a server sends unasked.
ACCEPTED = "gzip, deflate"

_GZIP = frozenset({"gzip", "x-gzip"})
_DEFLATE = "deflate"
# Known packings that we did not ask for. Any other word there ("utf-8", "none") is a mistake of
# the server's configuration, and the body is as it stands.
_UNREADABLE = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
_GZIP_MAGIC = b"\x1f\x8b"
_HEAD_BYTES = 2


class BodyError(Exception):
    """A body cannot be taken.

    Attributes:
        reason: TOO_LARGE or BAD_ENCODING.
    """

    def __init__(self, message: str, reason: Reason) -> None:
        """Keep the reason beside the message."""
        super().__init__(message)
        self.reason = reason


class BodyTaker:
    """Collects one body, unpacking gzip (RFC 1952) and deflate (RFC 1950, RFC 1951).

    Output is asked of zlib only up to the cap, so a bomb costs no more memory than the cap.
    """

    def __init__(self, content_encoding: str, *, cap_bytes: int, may_cut: bool = False) -> None:
        """Prepare to take a body.

        Args:
            content_encoding: The field's value, "" where there is none.
            cap_bytes: The most that is taken, unpacked as well as packed.
            may_cut: True to stop at the cap without an error.

        Raises:
            BodyError: A packing that we cannot undo, or several one in another.
        """
        self._coding = _coding_of(content_encoding)
        self._cap = cap_bytes
        self._may_cut = may_cut
        self._taken = bytearray()
        self._raw_count = 0
        self._waiting = b""
        self._stream: zlib._Decompress | None = None
        self._is_after_end = False

    @property
    def is_full(self) -> bool:
        """True where the cap is reached and the rest is not wanted."""
        return self._may_cut and len(self._taken) >= self._cap

    def take(self, chunk: bytes) -> None:
        """Take the next bytes as they came.

        Args:
            chunk: Bytes of the body, still packed.

        Raises:
            BodyError: The body passes the cap, or is corrupt.
        """
        self._raw_count += len(chunk)
        if self._coding is None:
            self._keep(chunk)
            return
        if self._raw_count > self._cap and not self._may_cut:
            raise self._too_large()
        try:
            self._unpack(self._waiting + chunk)
        except zlib.error as error:
            reason = Reason.BAD_ENCODING
            raise BodyError(f"its {self._coding} packing is corrupt", reason) from error

    def finish(self) -> bytes:
        """Give the body.

        Returns:
            The unpacked bytes.

        Raises:
            BodyError: The packed body breaks off before its end.
        """
        breaks_off = self._stream is not None or (self._waiting and not self._is_after_end)
        if breaks_off and not self.is_full:
            raise BodyError(f"its {self._coding} packing breaks off", Reason.BAD_ENCODING)
        return bytes(self._taken[: self._cap])

    def _unpack(self, data: bytes) -> None:
        self._waiting = b""
        while data and not self.is_full:
            if self._stream is None:
                if len(data) < _HEAD_BYTES:
                    self._waiting = data
                    return
                if self._is_after_end and not self._begins_member(data):
                    return
                self._stream = zlib.decompressobj(_window_bits(self._coding, data))
            room = self._cap + 1 - len(self._taken)
            self._keep(self._stream.decompress(data, room))
            data = self._stream.unconsumed_tail
            if self._stream.eof:
                data, self._stream, self._is_after_end = self._stream.unused_data, None, True

    def _begins_member(self, data: bytes) -> bool:
        # A gzip file may have several members; anything else after the end is padding.
        return self._coding in _GZIP and data.startswith(_GZIP_MAGIC)

    def _keep(self, data: bytes) -> None:
        self._taken += data
        if len(self._taken) > self._cap and not self._may_cut:
            raise self._too_large()

    def _too_large(self) -> BodyError:
        return BodyError(f"it is larger than {self._cap:,} bytes", Reason.TOO_LARGE)


def _coding_of(content_encoding: str) -> str | None:
    codings = [c for c in (p.strip().lower() for p in content_encoding.split(",")) if c]
    packings = [c for c in codings if c in _GZIP or c == _DEFLATE or c in _UNREADABLE]
    if len(packings) > 1 or (packings and packings[0] in _UNREADABLE):
        shown = ", ".join(packings[:5])
        raise BodyError(f"it is packed as {shown}, which we do not read", Reason.BAD_ENCODING)
    return packings[0] if packings else None


def _window_bits(coding: str | None, head: bytes) -> int:
    if coding != _DEFLATE:
        return zlib.MAX_WBITS | 16
    # "deflate" means the zlib format (RFC 9110, 8.4.1.2), but many servers send the bare one.
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
