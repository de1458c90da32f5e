"""Readers of other people's documents, one a format, each to the same value."""

from __future__ import annotations

from pathlib import Path

from anquan_cli import atomic_write
from anquan_cli.errors import (
    DataError,
    OperationError,
    UsageError,
    escape_controls,
    os_error_text,
    shell_word,
)
from anquan_cli.exchange.blocks import Document
from anquan_cli.exchange.readers.refusal import MOST_BYTES, Refusal


def read(path: Path, install: str = 'pip install "anquan[import]"') -> Document:
    """What a document says, read in a process of its own that is limited in time and memory.

    Args:
        path: any file; its kind is known by its first bytes.
        install: the command that installs the libraries, for the hint where one is missing.

    Raises:
        DataError: it is damaged, too large, encrypted or of a kind that is not read.
        OperationError: it is no file or cannot be opened, or what reads its kind is not installed.
        UsageError: it is a list file already.
    """
    from anquan_cli.exchange.readers.child import MissingLibrary, NoChild, read_in_child

    name = f"“{escape_controls(path.name)}”"
    try:
        if path.exists() and not path.is_file():  # a pipe would let us wait for ever
            raise OperationError(f"“{escape_controls(str(path))}”不是文件", "请写出清单文件的文件名")
        if atomic_write.is_list(path):
            shown = shell_word(str(path))
            raise UsageError(
                f"{name}已经是清单文件，不必导入",
                f"检查它请用 anquan check {shown}；用它请加 --tasks {shown}",
            )
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else os_error_text(error)
        raise OperationError(f"{name}打不开：{why}", "请检查文件名") from error
    try:
        if len(data) > MOST_BYTES:
            raise Refusal(f"文件超过{MOST_BYTES >> 20}MB", "请把清单单独存成一个文件后再试")
        return read_in_child(data)
    except MissingLibrary as error:
        raise OperationError(f"读{name}需要附加组件", f"请运行：{install}") from error
    except NoChild as error:
        raise OperationError(
            f"不能另起进程来读{name}", "请检查系统是否禁止程序另起进程，或重新安装本程序"
        ) from error
    except Refusal as error:
        raise DataError(f"{name}：{error.what}", error.hint) from error
