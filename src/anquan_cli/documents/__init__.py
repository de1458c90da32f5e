"""What a paper says, in no format: sections, sentences, tables."""
