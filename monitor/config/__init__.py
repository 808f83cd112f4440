"""TOML and environment into records; every mistake names its file, its table and its key."""
