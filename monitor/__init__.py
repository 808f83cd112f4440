"""A media monitor for people who follow relations between countries.

The way of the data, one direction only::

    config/*.toml -sync-> Outlet, Feed -poll-> Entry -harvest-> Article -classify-> Story + Tags
                              ^    |                                                    |
              next_poll_at ---+    +-- due, not claimed, host not busy                match
                                                                                        v
                         CSV, JSONL <-export- Story     mail <-deliver- Delivery <--- Match

Each stage asks the store one question, does its I/O with no transaction open, and writes its
result in one short transaction. State lives in columns, so a crash at any point resumes.

The floors; imports run down this list, never up, and rooms of one floor do not know each other:

* faces: ``cli`` over ``daemon``, ``inspect``, ``demo``; ``app`` builds what they use, once
* ``jobs``: the imperative shell, one stage a file; they meet only in the store
* ``workers`` (the pool for CPU-bound work) and ``vocabulary`` (what a query may name)
* ``config``: TOML and environment into records
* benches: ``fetch``, ``read``, ``classify``, ``watch``, ``render``, ``send``, ``store``
* tools, pure: ``language``, ``gazetteer``, ``query``
* ground: ``errors``, ``clock``, ``model``, ``outcomes``, ``urls``, and ``bundled`` (files that
  travel with the program)
"""
