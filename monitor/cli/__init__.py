"""The command ``monitor``: its words, its exit codes, and what it prints."""
