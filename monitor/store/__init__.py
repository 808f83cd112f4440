"""The only room that knows SQL: tables, transactions, and one file of questions per aggregate.

Functions take an open transaction (``Tx``) and give frozen records back. What differs between
SQLite and Postgres is decided here, one branch each, and nowhere else.
"""
