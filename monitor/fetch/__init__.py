"""One polite request at a time: limits, the address guard, robots.txt, and when to ask again.

``client.Fetcher`` is what the jobs use. It asks robots.txt (``robots``, ``permission``), waits
for the host's turn (``pacing``), connects only where the guard lets it (``guard``), reads the
body under a cap (``decoding``) and says of every failure what the caller does next (``status``
for what the server answered). ``cadence`` decides the next poll and the next try of an entry.
"""
