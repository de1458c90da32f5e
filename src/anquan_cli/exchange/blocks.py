"""What any document comes to: headings, paragraphs and full grids, each with a place that a person can find."""

from typing import Literal, NamedTuple

Kind = Literal["docx", "doc", "xlsx", "xls", "odt", "ods", "pdf", "html", "md", "txt"]


class Paragraph(NamedTuple):
    """A line of running text, a heading or a footnote."""

    text: str
    level: int = 0  # of a heading, from 1; 0 for running text
    place: str = ""  # 第3段, 第2页, 脚注1, 工作表“任务”第5行


class Cell(NamedTuple):
    """A cell's text, with line breaks as `\\n`.

    A merged cell stands in every place that it covers, always with the same origin.
    """

    text: str
    origin: tuple[int, int]  # (row, column) of its upper left corner in the grid, from 0

    def moved(self, down: int, right: int = 0) -> "Cell":
        """The cell elsewhere."""
        return Cell(self.text, (self.origin[0] + down, self.origin[1] + right))


class Row(NamedTuple):
    """A row of a grid; every row of a grid has as many cells."""

    cells: tuple[Cell, ...]
    place: str = ""  # 表2第7行, 工作表“任务”第5行, 第3页表1第2行
    header: bool = False  # the document itself says so (Word's repeated heading row, thead)


class Grid(NamedTuple):
    """A table or a sheet, full: no row shorter than another, no place without a cell."""

    rows: tuple[Row, ...]
    name: str = ""  # 表2, 工作表“任务”


Block = Paragraph | Grid


class Document(NamedTuple):
    """A document's blocks in reading order; footnotes are paragraphs at the end."""

    blocks: tuple[Block, ...]
    kind: Kind
    notes: tuple[str, ...] = ()  # what was left out or may differ, each a Chinese sentence
