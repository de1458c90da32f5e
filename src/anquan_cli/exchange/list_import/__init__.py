"""A document's tables and paragraphs to a draft of a list: every row, what was doubted and what was left."""
