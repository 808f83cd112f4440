"""The same pure functions over files: no network, all cores, JSON Lines in and out."""
