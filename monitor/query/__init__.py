"""The language of watches: Lucene syntax becomes records, and records are asked of articles."""
