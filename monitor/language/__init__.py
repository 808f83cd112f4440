"""Words as the rest of the house sees them: one normal form, tokens, sentences, language, dates."""
