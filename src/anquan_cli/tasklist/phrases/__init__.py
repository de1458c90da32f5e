"""The two grammars that read an office's own words: when (deadline) and, beside it, who."""
