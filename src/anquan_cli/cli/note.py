"""anquan note: records a remark without changing a status."""

import re

import typer

from anquan_cli.cli import completer, output, slips
from anquan_cli.cli.query_options import details, items, work_day
from anquan_cli.dates import NUMERALS, normalize_width
from anquan_cli.errors import UsageError, shell_word, truncate
from anquan_cli.folding import is_blank, is_wordless
from anquan_cli.use_cases.record import Entry, record
from anquan_cli.vocabulary import is_status, parse_status
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    words: list[str] = typer.Argument(
        ..., metavar="ID… TEXT", help="一个或多个编号，最后是情况说明", autocompletion=completer.noted
    ),
    problem: str = typer.Option(None, "--problem", metavar="TEXT", help="存在问题"),
    next_: str = typer.Option(None, "--next", metavar="TEXT", help="下一步措施"),
    expected: str = typer.Option(None, "--expected", metavar="DATE", help="预计完成的日子"),
    evidence: list[str] = typer.Option(
        [], "--evidence", metavar="REF", help="佐证材料，可写多次", autocompletion=completer.files
    ),
    on: str = typer.Option(None, "--on", metavar="DATE", help="办理的日子（默认今天）"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """登记情况说明，不改变状态；算作一次报送。

    示例：
    anquan note 12 已召开部署会 --unit 县应急管理局
    """
    if len(words) < 2 or is_blank(words[-1]):
        raise UsageError("要写编号和说明，未作记录", "例如 anquan note 12 已召开部署会")
    if stray := [word for word in words[:-1] if not re.search(f"[0-9０-９{NUMERALS}]", word)]:
        raise UsageError(
            f"“{truncate(stray[0])}”不是编号，未作记录",
            slips.BEHIND if stray[0].startswith("-") else f"编号在前，说明放在最后；{slips.APART}",
        )
    if (none := is_wordless(words[-1])) or re.fullmatch("[0-9.,、-]+", normalize_width(words[-1])):
        what = "里没有字" if none or re.search("[0-9]{6}", normalize_width(words[-1])) else "是编号"
        raise UsageError(f"没有写说明：“{truncate(words[-1])}”{what}，未作记录", "编号在前，说明放在最后")
    if is_status(words[-1]):
        unit = ("--unit", ctx.obj.unit) if ctx.obj.unit else ()  # else it would be said for everybody
        reason = ("--note", "理由") if parse_status(words[-1]) in ("na", "paused") else ()
        command = " ".join(shell_word(truncate(word)) for word in ("mark", *words, *unit, *reason))
        raise UsageError(
            f"“{truncate(words[-1])}”是状态，未作记录",
            f"登记状态请用 anquan {command}；作说明的，请写成一句话",
        )
    workspace = Workspace(ctx.obj)
    entry = Entry(
        items=items(workspace, words[:-1]), author=workspace.author, on=work_day(workspace, on),
        details=details(workspace, words[-1], problem, next_, expected, evidence),
    )  # fmt: skip
    output.show(record(workspace, [entry]), workspace, json=json)
