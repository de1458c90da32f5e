"""anquan import: an issued list, from the document it came in."""

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from anquan_cli import dates
from anquan_cli.cli import completer, output, slips
from anquan_cli.errors import UsageError, shell_word, truncate
from anquan_cli.views.registry import check_list_file, install_command
from anquan_cli.views.sentences import import_sentences, omission_sentences
from anquan_cli.workspace import Workspace

if TYPE_CHECKING:
    from anquan_cli.exchange.list_import.headers import Meaning


CUTS = {
    "sentences": "sentences",
    "clauses": "clauses",
    "none": "none",
    "按句": "sentences",
    "按分句": "clauses",
    "不拆": "none",
}


def run(
    ctx: typer.Context,
    files: list[str] = typer.Argument(
        ...,
        metavar="FILE...",
        help="文件：docx、doc、wps、xlsx、xls、et、odt、ods、pdf、html、md、txt、csv",
        autocompletion=completer.files,
    ),
    target: str = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="写成清单文件；不写则只看不写",
        autocompletion=completer.files,
    ),
    title: str = typer.Option(None, "--title", metavar="T", help="清单标题；不写则用文件的标题"),
    year: str = typer.Option(None, "--year", metavar="Y", help="清单年份；不写则由文件看出"),
    deadline: str = typer.Option(None, "--deadline", metavar="D", help="没有写时限的任务共同的时限，如 全年"),
    register: str = typer.Option(
        None,
        "--register",
        metavar="LIST",
        help="沿用另一份清单文件的单位、单位组、行业等",
        autocompletion=completer.files,
    ),
    columns: list[str] = typer.Option(
        [], "--column", metavar="栏=N", help="指明一栏的意思，如 责任单位=5、完成时限=F；可写多次"
    ),
    measures: str = typer.Option(
        "sentences", "--measures", metavar="M", help="要点怎样拆：sentences 按句、clauses 按分句、none 不拆"
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """把下发的清单读成清单文件；不加 -o 只显示读到了什么，不写文件。拿不准的地方注明“核对”，核对后删去注明即可。

    示例：
    anquan import 清单.docx
    anquan import 清单.docx -o tasks.yaml
    anquan import 台账.xlsx --column 责任单位=5 --deadline 全年 -o tasks.yaml
    """
    from anquan_cli.exchange.list_import.listing import Wishes
    from anquan_cli.use_cases import import_list as use_case

    if not os.path.exists(files[0]) and os.path.exists(" ".join(files)):
        raise UsageError(f"“{truncate(' '.join(files))}”被拆成了几个文件", f"文件名{slips.APART}")
    check_list_file(target)
    workspace = Workspace(ctx.obj)
    wishes = Wishes(
        title=title.strip() if title and title.strip() else None,
        year=dates.parse_year(year, "--year") if year is not None else None,
        deadline=deadline.strip() if deadline is not None else None,
        columns=_columns(columns),
        measures=_measures(measures),  # type: ignore[arg-type]
        register=use_case.register_of(Path(register)) if register is not None else {},
        command=_command(files, target, title, year, deadline, register, columns, measures),
        this_year=this_year(workspace),
    )
    place = Path(os.path.expanduser(target)) if target is not None else None
    report = use_case.read_and_write(
        [Path(f) for f in files], wishes, place, workspace, install_command("import")
    )
    if not json and not output.terminal():  # the text, or nothing, goes down the pipe
        left = [f"没有采用 {text}" for text in omission_sentences(report)]
        report = report._replace(messages=(*import_sentences(report), *left, *report.messages))
    output.show(report, workspace, json=json)


def this_year(workspace: Workspace) -> int:
    """The year that a list without one is taken to be of: today's, as it was typed or as the clock has it."""
    today = workspace.settings.today
    found = today and re.match(r"\s*(\d{4})", dates.normalize_width(today.value))
    return int(found[1]) if found else date.today().year


def _measures(word: str) -> str:
    if word.strip() in CUTS:
        return CUTS[word.strip()]
    raise UsageError(
        f"--measures 没有“{truncate(word)}”这种拆法", "可用：sentences 按句、clauses 按分句、none 不拆"
    )


def _columns(words: list[str]) -> "dict[int, Meaning]":
    found: dict[int, Meaning] = {}
    for at, meaning in map(_column, words):
        single = meaning in ("number", "category", "units", "deadline") and meaning in found.values()
        if found.get(at, meaning) != meaning or (single and at not in found):
            said = "、".join(words)
            raise UsageError(
                f"--column 有两处矛盾：{truncate(said)}",
                "一栏只有一个意思，编号、类别、责任单位、时限各只有一栏",
            )
        found[at] = meaning
    return found


def _column(word: str) -> "tuple[int, Meaning]":
    from anquan_cli.exchange.list_import.headers import NAMES, meaning_named

    typed = dates.normalize_width(word)
    name, sign, place = typed.partition("=")
    meaning = meaning_named(name)
    if not sign or not meaning:
        every = "、".join(names[0] for names in NAMES.values())
        raise UsageError(
            f"--column 看不懂“{truncate(word)}”",
            f"请写成 责任单位=5（第5栏）或 责任单位=E；栏的意思可用：{every}",
        )
    place = place.strip().removeprefix("第").removesuffix("栏").removesuffix("列")
    if re.fullmatch("[1-9][0-9]{0,3}", place):
        return int(place) - 1, meaning
    if re.fullmatch("[A-Za-z]{1,2}", place):
        index = 0
        for letter in place.upper():
            index = index * 26 + ord(letter) - 64
        return index - 1, meaning
    raise UsageError(f"--column 的栏号“{truncate(place)}”看不懂", "请写第几栏的数字，或表格的列字母，如 5、E")


def _command(files: list[str], target: str | None, title: str | None, year: str | None, deadline: str | None,
             register: str | None, columns: list[str], measures: str) -> str:  # fmt: skip
    """The command that repeats this import."""
    words = ["anquan", "import", *(os.path.basename(f) for f in files)]
    words += [w for c in columns for w in ("--column", c)]
    for option, value in (
        ("--title", title),
        ("--year", year),
        ("--deadline", deadline),
        ("--register", register),
    ):
        words += [option, value] if value is not None else []
    words += ["--measures", measures] if measures != "sentences" else []
    words += ["-o", os.path.basename(target)] if target else []
    return " ".join(shell_word(" ".join(w.split())) for w in words)
