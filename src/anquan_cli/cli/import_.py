"""anquan import: an issued list, from the document it came in."""

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from anquan_cli import dates
from anquan_cli.cli import completer, output, slips
from anquan_cli.errors import UsageError, shell_word, truncate
from anquan_cli.views.registry import check_list_file, install_command
from anquan_cli.views.sentences import import_sentences, omission_sentences
from anquan_cli.workspace import Workspace

if TYPE_CHECKING:
    from anquan_cli.exchange.list_import.header_words import Meaning
    from anquan_cli.exchange.list_import.listing import Wishes

Options = Mapping[str, Sequence[str]]  # what stands behind each of a command's options, as typed
_OPTIONS = ("--column", "--title", "--year", "--deadline", "--register", "--measures")
_SINGLE = ("number", "category", "units", "deadline")  # meanings that one column alone has

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
    year: str = typer.Option(
        None, "--year", metavar="Y", help="清单年份，文件里有几年的清单就读这一年的；不写则由文件看出"
    ),
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
        None, "--measures", metavar="M", help="要点怎样拆：sentences 按句、clauses 按分句、none 不拆"
    ),
    yes: bool = typer.Option(False, "--yes", help="清单里大半的任务文件没有，也照文件删去，原清单另存"),
    part: bool = typer.Option(
        False, "--part", help="文件只写了清单的几项（调整表、补充通知）：只合并这几项，其余不动"
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """把下发的清单读成清单文件；不加 -o 只显示读到了什么，不写文件。拿不准的地方注明“核对”，核对后删去注明即可。

    示例：
    anquan import 清单.docx
    anquan import 清单.docx -o tasks.yaml
    anquan import 台账.xlsx --column 责任单位=5 --deadline 全年 -o tasks.yaml
    anquan import 调整表.docx --part -o tasks.yaml
    """
    from anquan_cli.use_cases import import_list as use_case

    if not os.path.exists(files[0]) and os.path.exists(" ".join(files)):
        raise UsageError(f"“{truncate(' '.join(files))}”被拆成了几个文件", f"文件名{slips.APART}")
    if part and yes:
        raise UsageError(
            "--part 和 --yes 不能同时用，没有执行", "--part 不删任务，--yes 照文件删去没有的任务；请只写一个"
        )
    check_list_file(target)
    workspace = Workspace(ctx.obj)
    place = Path(os.path.expanduser(target)) if target is not None else None
    typed = zip(_OPTIONS[1:], (title, year, deadline, register, measures), strict=True)
    given = {"--column": columns, **{name: [value] for name, value in typed if value is not None}}
    given = {name: values for name, values in given.items() if values}
    kept = _still(options_of(place, files), given)
    if part:  # another table than the list's, its measures cut in the same way
        kept = {name: words for name, words in kept.items() if name == "--measures"}
    wishes = wishes_of(given, kept, this_year(workspace), place)
    wishes = wishes._replace(command=_command(files, target, _together(kept, given)))
    report = use_case.read_and_write(
        [Path(f) for f in files], wishes, place, workspace, install_command("import"), agreed=yes, part=part
    )
    if not json and not output.terminal():  # the text, or nothing, goes down the pipe
        left = [f"没有采用 {text}" for text in omission_sentences(report)]
        report = report._replace(messages=(*import_sentences(report), *left, *report.messages))
    output.show(report, workspace, json=json)


def wishes_of(given: Options, kept: Options, year: int, list_: Path | None) -> "Wishes":
    """What some options settle, and those that a list was made with and that still stand.

    Args:
        year: where nothing else says one; an earlier --year stands in the list already.
        list_: the list, which also has what its --register was read for.
    """
    from anquan_cli.exchange.list_import.listing import Wishes
    from anquan_cli.use_cases import import_list as use_case

    every = _together(kept, given)
    register: Mapping[str, Any] = {}
    if "--register" in given:
        register = use_case.register_of(Path(given["--register"][-1]))
    elif "--register" in kept and list_:
        register = use_case.register_left(list_)
    title, deadline, measures = (
        every.get(name, [""])[-1] for name in ("--title", "--deadline", "--measures")
    )
    return Wishes(
        title=" ".join(title.split()) or None,
        year=dates.parse_year(given["--year"][-1], "--year") if "--year" in given else None,
        which=dates.parse_year(every["--year"][-1], "--year") if "--year" in every else None,
        deadline=deadline.strip() if "--deadline" in every else None,
        columns=_columns(every.get("--column", ())),
        measures=_measures(measures if "--measures" in every else "sentences"),  # type: ignore[arg-type]
        register=register,
        kept=_line(_words({name: words for name, words in kept.items() if name != "--year"})),
        this_year=year,
    )


def _together(kept: Options, given: Options) -> Options:
    every = {name: [*kept.get(name, ()), *given.get(name, ())] for name in _OPTIONS}
    return {name: words for name, words in every.items() if words}


def _still(before: Options, given: Options) -> Options:
    """The options of an earlier import that are not given anew: of columns, those that no new one contradicts."""
    new = [_column(word) for word in given.get("--column", ())]
    columns = [
        word
        for word, (at, meaning) in ((word, _column(word)) for word in before.get("--column", ()))
        if all(at != other and (meaning != named or meaning not in _SINGLE) for other, named in new)
    ]
    return {name: words for name, words in before.items() if name not in given} | {"--column": columns}


def options_of(list_: Path | None, files: Sequence[str] = ()) -> Options:
    """The options that a list was made with: by its first line, or its base's where no command stands there.

    Of a list that is gone those of its base, where that was made of the same files; its title may be another list's.
    """
    from anquan_cli.tasklist import loader

    paths = (list_, loader.base_of(list_)) if list_ else ()
    lines = [loader.read_text(path).partition("\n")[0].rstrip() for path in paths if path.is_file()]
    found = next((options for line in lines if (options := _options_in(line)) is not None), {})
    if list_ and lines and not list_.is_file():
        same = f"{lines[0]} ".startswith(f"# 导入：{_command(files, None, {})} ")
        return {name: words for name, words in found.items() if same and name not in ("--title", "--year")}
    return found


def _options_in(line: str) -> Options | None:
    """The options of the command in a list's first line; None where it is none that `_command` may have written."""
    import shlex

    command = line.removeprefix("# 导入：anquan import ")
    if command == line:
        return None
    lexer = shlex.shlex(command.replace('\\"', "\0"), posix=True)  # as any system's `shell_word` quotes
    lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""
    found: dict[str, list[str]] = {}
    try:
        words = [word.replace("\0", '"') for word in lexer]
        start = next((n for n, word in enumerate(words) if word in _OPTIONS), len(words))
        for name, value in zip(words[start::2], words[start + 1 :: 2], strict=True):
            found.setdefault(name, []).append(value)
        found.pop("-o", None)
        _columns(found.get("--column", []))
        _measures(found.get("--measures", ["none"])[-1])
        dates.parse_year(found.get("--year", ["2000"])[-1], "--year")
    except (ValueError, UsageError):
        return None
    return found if {*found} <= {*_OPTIONS} else None


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


def _columns(words: Sequence[str]) -> "dict[int, Meaning]":
    found: dict[int, Meaning] = {}
    for at, meaning in map(_column, words):
        single = meaning in _SINGLE and meaning in found.values()
        if found.get(at, meaning) != meaning or (single and at not in found):
            said = "、".join(words)
            raise UsageError(
                f"--column 有两处矛盾：{truncate(said)}",
                "一栏只有一个意思，编号、类别、责任单位、时限各只有一栏",
            )
        found[at] = meaning
    return found


def _column(word: str) -> "tuple[int, Meaning]":
    from anquan_cli.exchange.list_import.header_words import NAMES, meaning_named

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


def _command(files: Sequence[str], target: str | None, options: Options) -> str:
    """The command that repeats this import."""
    names = (os.path.basename(f) for f in files)
    names = (f"./{name}" if name.startswith("-") else name for name in names)  # which is no option
    words = ["anquan", "import", *names, *_words(options)]
    return _line([*words, *(["-o", os.path.basename(target)] if target else [])])


def _words(options: Options) -> list[str]:
    return [word for name in _OPTIONS for value in options.get(name, ()) for word in (name, value)]


def _line(words: Sequence[str]) -> str:
    return " ".join(shell_word(" ".join(w.split())) for w in words)
