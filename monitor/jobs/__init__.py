"""The imperative shell, one stage a file.

Each job asks the store one question, does its I/O with no transaction open, has a pure function
decide, and writes the decision in one short transaction. Jobs do not know each other.
"""
