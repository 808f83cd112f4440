"""What comes over the wire, read: bytes of a feed, a listing page or an article to frozen records.

Everything here is pure and total: hostile, broken and mislabelled input ends in a ``ReadError`` or
in an outcome with its reason, never in another exception, and in bounded time and memory.
"""
