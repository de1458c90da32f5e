"""The two grammars: who is responsible, and by when."""

from pathlib import Path


def table(name: str) -> list[str]:
    """The lines of a table in this folder, without remarks; a line goes on where the next one begins with a blank."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8").replace("\n ", "")
    return [line for line in text.splitlines() if line and line[:2] != "# "]
