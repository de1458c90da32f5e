"""An account of the document's text: what no reader takes is left, and is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anquan_cli.exchange.blocks import Block, Cell, Grid
from anquan_cli.exchange.list_import.draft import Omission
from anquan_cli.exchange.list_import.furniture import note_kind
from anquan_cli.exchange.list_import.words import in_one_line, mark_of

Key = tuple[int, tuple[int, int] | None]  # block, and the upper left corner of a cell


NO_TASK = "没有任务的行"  # why a row of a table is left


class Account:
    """Every paragraph and every cell once; `take` says that it is in the list, `leave` why it is not."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._open: dict[Key, tuple[str, str]] = {}
        self._parts: dict[Key, list[Omission]] = {}
        self._why: dict[Key, str] = {}
        for b, block in enumerate(blocks):
            if isinstance(block, Grid):
                for row in block.rows:
                    for cell in row.cells:
                        if cell.text.strip():
                            self._open.setdefault((b, cell.origin), (row.place or block.name, cell.text))
            elif block.text.strip():
                self._open[b, None] = (block.place, block.text)
        self._texts = {key: text for key, (_, text) in self._open.items()}

    def take(self, block: int, *cells: Cell | None) -> None:
        """The text of some cells, or of a paragraph, is in the list."""
        for cell in cells or (None,):
            self._open.pop((block, cell.origin if cell else None), None)

    def leave(self, why: str, block: int, *cells: Cell | None) -> None:
        """The text of some cells, or of a paragraph, is known to be no part of the list."""
        self._why |= {(block, cell.origin if cell else None): why for cell in cells or (None,)}

    def leave_part(self, block: int, cell: Cell | None, where: str, text: str, why: str) -> None:
        """A part of a text that is taken otherwise is not in the list."""
        parts = self._parts.setdefault((block, cell.origin if cell else None), [])
        said = Omission(where, text.strip(), why)
        if re.search(r"\w", text) and said not in parts:
            parts.append(said)

    def notes(self, block: int) -> list[str]:
        """The paragraphs beside a table that are nowhere yet."""
        near = ((b, None) for b in range(block - 3, block + 4))
        return [self._open[key][1] for key in near if key in self._open]

    def is_open(self, block: int) -> bool:
        """Whether a paragraph's text is nowhere yet."""
        return (block, None) in self._open

    def omissions(self) -> list[Omission]:
        """What is in no row, in the document's order."""
        found: dict[Key, list[Omission]] = {key: list(parts) for key, parts in self._parts.items()}
        for key, (where, text) in self._open.items():
            found.setdefault(key, []).append(Omission(where, text.strip(), self._why.get(key, "")))
        told, note = list[Omission](), False
        for key in sorted({*self._texts, *found}, key=lambda key: (key[0], key[1] or (-1, -1))):
            text = in_one_line(self._texts.get(key, ""))
            goes_on = note and mark_of(text)  # 注：1.…↵2.…
            note = note_kind(text) == "注释" or bool(goes_on) or (note and note_kind(text) == "页码")
            for o in found.get(key, ()):
                told.append(o._replace(why="注释") if goes_on and o.why in ("", NO_TASK) else o)
        return told
