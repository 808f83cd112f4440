"""All watches asked of what is new."""
