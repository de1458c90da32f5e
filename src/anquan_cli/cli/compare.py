"""anquan compare: two lists side by side."""

from pathlib import Path

import typer

from anquan_cli.cli import completer, output
from anquan_cli.cli.import_ import options_of, this_year, wishes_of
from anquan_cli.views.registry import install_command
from anquan_cli.views.sentences import entry_sentences
from anquan_cli.workspace import Workspace


def run(
    ctx: typer.Context,
    old: str = typer.Argument(
        ..., metavar="OLD", help="原来的清单：清单文件，或 docx、xlsx 等文件", autocompletion=completer.files
    ),
    new: str = typer.Argument(
        ..., metavar="NEW", help="新的清单：清单文件，或 docx、xlsx 等文件", autocompletion=completer.files
    ),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> None:
    """比较两份清单：新增、取消、改题、调整责任单位、时限、目标、内容变动；有台账的，说明变动的任务已有几条登记。

    示例：
    anquan compare 去年.yaml 今年.yaml
    anquan compare tasks.yaml 正式印发稿.docx
    """
    from anquan_cli.use_cases import import_list as use_case

    workspace = Workspace(ctx.obj)
    paths = Path(old), Path(new)
    lists = [path for path in paths if use_case.is_list(path)]
    beside = lists[0] if len(lists) == 1 else None
    kept = {name: words for name, words in options_of(beside).items() if name != "--title"}
    wishes = wishes_of({}, kept, this_year(workspace), beside)
    report = use_case.compare_files(*paths, wishes, workspace, install_command("import"))
    for sentence in entry_sentences(report) if json or not output.terminal() else ():
        workspace.say(sentence)
    output.show(report, workspace, json=json)
