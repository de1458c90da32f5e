"""Excel workbooks: figures, charts, tables."""
