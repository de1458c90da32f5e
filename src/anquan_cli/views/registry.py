"""Which view shows which report, and which format makes which file; imported when it is used.

A bulletin's module has `bulletin(plan, Bulletin) -> bytes`, an export's `listing(plan, Listing) -> bytes`.
"""

import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NamedTuple

from anquan_cli import dates
from anquan_cli.errors import OperationError, UsageError, escape_controls, truncate

# format: (module, what has to be installed for it)
FORMATS = {
    "text": ("plain_text", ""),
    "md": ("markdown", ""),
    "json": ("json_.values", ""),
    "html": ("html.document", ""),
    "csv": ("csv_", ""),
    "ics": ("ics", "icalendar"),
    "docx": ("docx.document", "docx"),
    "xlsx": ("xlsx.workbook", "xlsxwriter"),
}
BULLETINS = ("text", "md", "json", "html", "docx", "xlsx")
EXPORTS = ("xlsx", "docx", "csv", "ics", "json", "html", "md")
BINARY = ("docx", "xlsx")
IN_FULL = ("html", "xlsx")  # these have the units' figures and the year's course
_SUFFIXES = {"txt": "text", "htm": "html", "markdown": "md"}
_SPOKEN = {
    **_SUFFIXES,
    "word": "docx",
    "wps": "docx",
    "doc": "docx",
    "excel": "xlsx",
    "xls": "xlsx",
    "et": "xlsx",
}

_NAMES = (*FORMATS, "pdf")  # what a suffix may promise


def check_list_file(file: str | None) -> None:
    """Refuses what is no list file's name after -o. Raises UsageError."""
    check_file(file)
    if file is not None and _suffix(file) not in ("yaml", "yml"):
        raise UsageError(
            f"清单文件不能写成“{truncate(escape_controls(file))}”", "请把后缀写成 .yaml，例如 -o tasks.yaml"
        )


def check_file(file: str | None) -> None:
    """Refuses what is no file's name after -o. Raises UsageError."""
    if file is not None and file.strip() in ("", "-"):
        raise UsageError(
            f"-o 后面{'不是文件名' if file.strip() else '是空的'}", "请写文件名；要送给别的程序，不加 -o 即可"
        )
    if file is not None and file.endswith(("/", "\\")) and not os.path.isdir(file):
        raise UsageError(
            f"没有文件夹“{truncate(escape_controls(file))}”", "请先建好它，或写成文件名，如 通报.docx"
        )


def choose(given: str | None, file: str | None, allowed: tuple[str, ...], default: str | None) -> str:
    """The format by its name, else by the file's suffix, else the default for the screen. Raises UsageError."""
    check_file(file)
    every = "、".join(allowed)
    suffix = _suffix(file or "")
    implied = _SUFFIXES.get(suffix, suffix) if suffix is not None else None
    meant = _SPOKEN.get(suffix or "", suffix)
    if given is not None:
        typed = dates.normalize_width(given).lower()
        name = _SPOKEN.get(typed, typed)
        if name not in allowed:
            raise UsageError(f"没有格式“{truncate(given)}”", f"可用：{every}")
        if meant in _NAMES and implied != name and {meant, name} & {*BINARY, "pdf"}:  # nothing would open it
            right = "txt" if name == "text" else name
            raise UsageError(f"{name} 格式不能写成 .{suffix} 文件", f"请把后缀改成 .{right}")
        return name
    if file is not None and os.path.isdir(file) and implied not in allowed:
        raise UsageError(f"{escape_controls(file)} 是文件夹", "请写出文件名，例如 -o 进展.xlsx")
    if suffix is not None:
        if implied in allowed:
            return str(implied)
        if meant in allowed:  # a file so called would hold what its program does not expect
            raise UsageError(f"不能写成 .{suffix} 文件", f"请把后缀改成 .{_SPOKEN[suffix]}")
        raise UsageError(f"由后缀“.{truncate(suffix)}”看不出格式", f"请加 --format，可用：{every}")
    if default is None or file is not None:  # a file without a suffix: no program would open it
        raise UsageError("没有写明格式", f"请写 -o 文件名.docx，或加 --format，可用：{every}")
    return default


def _suffix(file: str) -> str | None:
    """What follows the last dot of the file's name, in small letters."""
    name = file.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else None


def renderer(name: str, kind: str) -> Callable[..., bytes]:
    """The function that makes a `bulletin` or a `listing` in a format. Raises OperationError without its extra."""
    module, needs = FORMATS[name]
    if needs:
        from importlib.util import find_spec

        if find_spec(needs) is None:
            raise OperationError(f"{name} 格式需要附加组件", f"请运行：{install_command('office')}")
    found: Callable[..., bytes] = getattr(import_module(f"anquan_cli.views.{module}"), kind)
    return found


def install_command(extra: str) -> str:
    """The command that installs an extra of ours for the interpreter that lacks it."""
    return f'{_python()} -m pip install "anquan[{extra}]"'


def _python() -> str:
    """The interpreter that lacks the extra, as a shell takes it."""
    path = escape_controls(sys.executable or "python")
    return f'"{path}"' if " " in path else path


# --- reports on standard output ----------------------------------------------------------------------

# A report's type → the function of that name in `json_.values`, in `tsv` and, as (module, function), in `terminal`.
VIEWS = {
    "Rows": ("rows", ("list_", "show")),
    "Due": ("due_list", ("due", "show")),
    "Items": ("items", ("item", "show_items")),
    "RemovedReport": ("removed", ("item", "show_removed")),
    "History": ("history", ("log", "show")),
    "StatusReport": ("status", ("status", "show")),
    "UnitPage": ("unit_page", ("figures", "unit_page")),
    "Units": ("units_list", ("figures", "units")),
    "Sectors": ("sectors_list", ("figures", "sectors")),
    "CheckReport": ("check", ("check", "show")),
    "Settings": ("where", ("where", "show")),
    "Recorded": ("recorded", ("recorded", "show")),
    "ImportReport": ("imported", ("import_", "show")),
    "Comparison": ("comparison", ("compare", "show")),
}


class View(NamedTuple):
    """How one kind of report is shown."""

    json: Callable[[Any], Any]  # to a plain value
    rows: Callable[[Any], Iterable[str]]  # to the lines of a pipe
    terminal: Callable[[Any], None]
    paged: bool  # an answer to what was recorded is never left waiting in a pager
    of_ledger: bool  # it says what the ledger comes to: nothing true where that is not whole
    is_file: bool  # what goes down a pipe is a file's text, to be read back as one: UTF-8


def view(report: object) -> View:
    """The view of a report, by its type."""
    name, (module, function) = VIEWS[type(report).__name__]
    return View(
        lambda r: getattr(import_module("anquan_cli.views.json_.values"), name)(r),
        lambda r: getattr(import_module("anquan_cli.views.tsv"), name)(r),
        lambda r: getattr(import_module(f"anquan_cli.views.terminal.{module}"), function)(r),
        paged=name != "recorded",
        of_ledger=name not in ("check", "where", "recorded", "imported", "comparison"),
        is_file=name == "imported",
    )
