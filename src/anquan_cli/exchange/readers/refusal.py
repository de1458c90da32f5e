"""Why a document is not read, and the limits that keep a hostile one from doing harm."""

from __future__ import annotations

MOST_BYTES = 64 << 20  # of a file, and of what it unpacks to
MOST_ROWS = 20_000  # of a table or sheet, and with the paragraphs of a document
MOST_CHARACTERS = 1_000_000  # of a document's text
MOST_COLUMNS = 1_000
MOST_PLACES = 1_000_000  # rows times columns of all grids of a document
MOST_TABLE_DEPTH = 8  # tables within tables
MOST_XML_DEPTH = 250

RESAVE = "请用 WPS 或 Word 打开它，另存为 docx（表格另存为 xlsx）后再试"


class Refusal(Exception):
    """A document that is not read: what is wrong and what to do, both in Chinese, without the file's name."""

    def __init__(self, what: str, hint: str = RESAVE) -> None:
        super().__init__(what, hint)
        self.what = what
        self.hint = hint


def damaged() -> Refusal:
    """The document is cut off or spoilt."""
    return Refusal("文件已损坏，或不完整", f"请重新取得这个文件；仍能打开的，{RESAVE}")


def too_large(what: str) -> Refusal:
    """Something is beyond a limit: `what` says what and the limit."""
    return Refusal(what, "请把清单单独存成一个文件后再试")


def nested() -> Refusal:
    """Tables stand within tables, deeper than anybody means."""
    return Refusal("表格里套表格，层数过多")


def limit_rows(count: int) -> None:
    """Refuses a document by its count of rows, before anything is built of them."""
    if count > MOST_ROWS:
        raise too_large(f"表格超过{MOST_ROWS}行")


def encrypted() -> Refusal:
    """The document asks for a password."""
    return Refusal("文件加了密码，读不了", "请打开它，去掉密码，保存后再试")
