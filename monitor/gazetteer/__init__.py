"""Names of countries, their capitals, seats and people, and of organisations of states.

CLDR gives the names, our own TOML what CLDR lacks; forms are generated into one scanner a language.
"""
