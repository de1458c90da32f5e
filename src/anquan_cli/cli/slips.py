"""Slips of the pen on a command line, told as what they are: an input method's dashes and quotes, words out of place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
from typing import Any

from anquan_cli import dates
from anquan_cli.errors import AnquanError, UsageError, shell_word, truncate

# What people say for a verb, beside what its line in the overview says.
_SAID_FOR = {
    "list": "列表 清单 查询 查找 搜索 任务 ls search find", "show": "详情 打开", "due": "提醒 期限", "note": "备注 说明",
    "mark": "填报 上报 报送 更新 完成 办结 录入 done", "undo": "删除 取消 撤回 回退 更正 修改", "units": "单位 部门", "sectors": "行业 领域",
    "status": "状态 统计 汇总 进度 进展", "log": "记录 历史 日志 台账", "import": "导入 读取", "summary": "报告 总结 季报", "export": "打印 下载 输出 保存",
    "where": "位置 文件夹 目录", "help": "? /? /h /help h 帮助 怎么用",
}  # fmt: skip
# The same for an option.
_OPTION_SAID_FOR = {
    "unit": "部门 dept department", "note": "备注 说明 情况 remark memo comment", "percent": "进度 progress",
    "on": "日期 时间 date time", "expected": "预计 deadline", "within": "days 天数", "search": "关键词 关键字 keyword", "light": "红灯 颜色",
    "-o": "文件 file out save", "overdue": "逾期 超期 late", "format": "格式 type",
}  # fmt: skip
_VERBATIM = ("TEXT", "FILE", "FILE...", "OLD", "NEW")  # arguments that may begin with a dash
_LONGEST = 200  # characters of a word in a line to be copied
BEHIND = "-- 后面的都不是选项；选项写在 -- 前面"
APART = "中间有空格的，用半角引号括起来"
_HALF = "词与词之间要用半角空格"
_DASHES = "-‐‑‒–—―−─－﹣"
_OPTION = f"([{_DASHES}]+) *([A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ{_DASHES}]*)"


def check(args: Sequence[str], params: Sequence[Any]) -> None:
    """Raises UsageError for the first word that is an option but for its dashes, or a piece of a quotation."""
    options = {name: param for param in params if param.param_type_name == "option" for name in param.opts}
    known = {"--help", *options}
    args = [*takewhile(lambda word: word != "--", args)]
    for at, word in enumerate(args):
        found = re.match(_OPTION, word)
        if found and (name := _meant(found[1], found[2], known)):
            right, how = ("--", "两个减号") if name.startswith("--") else ("-", "一个减号")
            what = "选项用半角小写字母" if found[1] == right else f"选项前是{how}"
            raise UsageError(f"{what}：{name}", f"写成了“{truncate(word)}”，没有执行；减号用半角，中间不空格")
        pieces = word.split("\u3000")
        if len(pieces) > 1 and any(dates.normalize_width(piece) in known for piece in pieces):
            raise UsageError(f"{_HALF}：“{truncate(word)}”", "没有执行；全角空格分不开词")
        opened = word.rpartition("=")[2].startswith("“") and "”" not in word
        if opened and any("”" in later for later in args[at + 1 :]):
            raise UsageError(
                f"引号要用半角：从“{truncate(word.lstrip('“'))}”起被拆成了几个词",
                '请把整段话放在半角引号 " " 之间，没有执行',
            )
    takes_files = any(p.metavar in ("FILE", "FILE...", "OLD") for p in params if p not in options.values())
    _values(args, options, takes_files)


def wide_blank(error: UsageError, args: Sequence[str], params: Sequence[Any]) -> UsageError:
    """The fault, with a word of the full-width blanks in what stands where no text does: mark 1.1　done."""
    texts = {name for p in params if p.metavar == "TEXT" for name in p.opts}
    if any(p.metavar.endswith(" TEXT") for p in params if p.param_type_name == "argument"):
        args = args[:1]
    words = [word for before, word in zip(("", *args), args, strict=False) if before not in texts]
    if any("\u3000" in word for word in words if word.partition("=")[0] not in texts):
        return UsageError(error.message, f"{_HALF}；{error.hint}")
    return error


def _values(args: Sequence[str], options: Mapping[str, Any], takes_files: bool) -> None:
    """Raises UsageError for an option with two values where it takes one, or with nothing: another would be taken."""
    given: dict[str, str] = {}
    words = iter(args)
    for word in words:
        name, joined, value = word.partition("=")
        if takes_files and not word:
            raise UsageError("文件名是空的，没有执行", "请写出文件名")
        if (option := options.get(name)) is None or option.is_flag:
            continue
        if joined and not name.startswith("--"):  # -m=已部署 would be “=已部署”
            raise UsageError(
                f"{name} 后面不写等号", f"没有执行，请空一格：{name} {shell_word(truncate(value))}"
            )
        value = value if joined else next(words, "-")  # of one that lacks its value Typer tells
        is_option = value in options or (option.metavar != "TEXT" and re.match("--?[A-Za-z]", value))
        if not joined and is_option:  # --week -o 周报.docx
            raise UsageError(
                f"选项 {name} 后面缺少值",
                f"后面接着的是选项 {truncate(value)}；没有执行，请写出值，或去掉 {name}",
            )
        if not value and option.metavar != "TEXT":  # a note may be empty
            raise UsageError(f"{name} 后面是空的，没有执行", f"请写出内容，或去掉 {name}")
        if not option.multiple and given.setdefault(option.name, value) != value:
            both = f"“{truncate(given[option.name])}”和“{truncate(value)}”"
            raise UsageError(f"{name} 写了两次：{both}", f"没有执行；{name} 一次只写一个，分几次执行")


def _meant(dashes: str, name: str, known: set[str]) -> str | None:
    """The option that a word comes to once its dashes are right; None for one that is right already."""
    typed = dates.normalize_width(name)
    meant = f"--{typed.lower()}" if len(typed) > 1 else f"-{typed}"
    return meant if meant in known and meant != dashes + name else None


def unknown_verb(context: Any, word: str) -> UsageError:
    """What to say of a verb that there is not: where the word belongs, or the nearest by its letters or what it does."""
    import difflib

    from anquan_cli.cli.app import COMMANDS

    typed = dates.normalize_width(word)
    first = typed.split()[0].lower() if typed.split() else ""
    near = difflib.get_close_matches(first[:40], COMMANDS, 1)
    near = near or [verb for verb, words in _SAID_FOR.items() if first in words.split()]
    if not near and (place := _place(context, word, ()) or _apart(context, word)):
        hint = f"{place}；"
    else:
        near = near or [verb for verb, (_, about, _) in COMMANDS.items() if len(typed) > 1 and typed in about]
        hint = f"是否想写 anquan {near[0]}？" if near else ""
    if " " in typed and not word.isascii():
        hint = f"{_HALF}；{hint}"
    return UsageError(f"没有命令“{truncate(word)}”", f"{hint}可用 anquan --help 查看全部命令")


def option_meant(context: Any, typed: str, args: Sequence[str]) -> str:
    """The option that may have been meant by one that there is not, as the start of a hint: of this verb or of others.

    args: the verb's words; one of them begins with what was typed, and may be no option but what is to be recorded.
    """
    import difflib

    from anquan_cli.cli.app import COMMANDS, load
    from anquan_cli.views.registry import EXPORTS

    shown = _shown(context.command)
    whole = next((word for word in args if word.startswith(typed)), typed)
    if content := "" if re.match("-+[A-Za-z]", typed) else _content(context, shown, whole, args):
        if re.match(r"-[\d\s]", typed):
            return content
        typed = whole
    names = {name.lstrip("-"): name for name in (*shown, "--help") if len(name) > 2}
    word = typed.lstrip("-").lower()
    if context.command.name == "note" and word in ("m", "note", *_OPTION_SAID_FOR["note"].split()):
        return "note 的说明直接写在编号后面，不写选项；"
    joined = re.match("([a-z-]+)[^a-z-]", word)
    if joined and joined[1] in names:
        return f"是否想写 {names[joined[1]]}？它和后面的内容之间空一格；"
    english = "" if typed.isascii() else "选项用英文写；"
    said = [names.get(name, name) for name, words in _OPTION_SAID_FOR.items() if word in words.split()]
    near = [name for name in said if name in shown]
    if english and not near and len(word) > 1:  # --单位: the option whose help says so first
        told = {about.find(word): name for name, about in reversed(shown.items()) if word in about}
        near = [told[min(told)]] if told else []
    if near:
        return f"是否想写 {near[0]}？{english}"
    if "--format" in shown and word in EXPORTS:
        return f"是否想写 --format {word}？"
    others = [v for v in COMMANDS if f"--{word}" in _shown(load(v))]
    if others and word not in names:
        return f"--{word} 用在 {'、'.join(f'anquan {v}' for v in others[:3])}；"
    alike = difflib.get_close_matches(word, names, 2, 0.65)
    return content or (f"是否想写 {'、'.join(names[name] for name in alike)}？" if alike else "") + english


def _content(context: Any, shown: Collection[str], word: str, args: Sequence[str]) -> str:
    """How content that begins with a dash is written: behind --, in the line as it should have been; "" where it has no place."""
    if any(
        p.metavar.split()[-1] in _VERBATIM for p in context.command.params if p.param_type_name == "argument"
    ):
        return f"内容以减号开头的，它前面单写一个 --（选项写在 -- 前面）：{_behind_dashes(context, args)}；"
    if re.fullmatch(r"-[\d.,、-]+", word):
        return "编号、数字前面不写减号；"
    return (
        f"内容写在 --note 后面：--note {shell_word(truncate(word, _LONGEST))}；" if "--note" in shown else ""
    )


def _behind_dashes(context: Any, args: Sequence[str]) -> str:
    """A verb's line with its options first, and -- before what begins with a dash and is none."""
    options = {name: p for p in context.command.params if p.param_type_name == "option" for name in p.opts}
    before = [p for p in context.parent.command.params if context.parent.params.get(p.name)]
    parts: tuple[list[str], ...] = ([], [], [])  # words, options, what stands behind --
    words = iter(args)
    for word in words:
        name, joined, _ = word.partition("=")
        option = options.get(name) or (word[1:2] != "-" and options.get(word[:2]))
        if option:
            value = not joined and word == name and not option.is_flag and next(words, None)
            parts[1].extend([word, value] if value else [word])
        else:
            parts[2 if parts[2] or word.startswith("-") else 0].append(word)
    first = [
        w for p in before for w in (p.opts[0], *([] if p.is_flag else [str(context.parent.params[p.name])]))
    ]
    line = ["anquan", *first, context.command.name, *parts[0], *parts[1], "--", *parts[2]]
    return " ".join(shell_word(truncate(word, _LONGEST)) for word in line)


def _shown(command: Any) -> dict[str, str]:
    """A verb's options, those that its help shows, each with its line of help."""
    shown = [p for p in command.params if p.param_type_name == "option" and not p.hidden]
    return {name: p.help or "" for p in shown for name in p.opts}


def belongs(context: Any, word: str) -> str:
    """Where a word belongs that stands where none can: 按单位查请写 --unit 应急局; "" where nobody knows."""
    if word.startswith("-"):
        return BEHIND
    params = [param for param in context.command.params if not param.hidden]
    if found := re.fullmatch("[/／]([A-Za-z_-]+)", word):
        option = f"--{found[1].lower()}"
        return f"选项前是两个减号：{option}" if any(option in p.opts for p in params) else ""
    shown = [p.name for p in params if p.param_type_name == "option" and not context.params.get(p.name)]
    return "；".join(filter(None, (_place(context, word, shown), _apart(context, word))))


def _apart(context: Any, word: str) -> str:
    """What to say of a word that may be the rest of a name or a sentence before it."""
    given = ((context.params.get(p.name), p.default) for p in context.command.params)
    return APART if any(isinstance(v, str) and v != d for v, d in given) and not word.isdecimal() else ""


def _place(context: Any, word: str, shown: Sequence[str]) -> str:
    """The option that takes a word: one of those that the verb shows, else another verb's."""
    from anquan_cli.cli.app import options
    from anquan_cli.cli.query_options import first_day, last_day
    from anquan_cli.tasklist import ids
    from anquan_cli.views.registry import EXPORTS, choose
    from anquan_cli.vocabulary import no_status, parse_light, parse_status
    from anquan_cli.workspace import Workspace

    if answer := no_status(word):
        return answer
    said = shell_word(truncate(word))
    with suppress(AnquanError):
        workspace = Workspace(options(context))
        plan, today = workspace.plan, workspace.today
        # option: (what it does, how it reads, the verb that has it)
        readers: dict[str, tuple[str, Callable[[str], object], str]] = {
            "sector": ("按行业查", workspace.find_sectors, "list"),
            "unit": ("按单位查", workspace.find_unit, "list"),
            "status": ("按状态查", parse_status, "list"),
            "light": ("按亮灯查", parse_light, "list"),
            "month": ("按月看", lambda w: dates.parse_month(w, plan.year, today), "due"),
            "within": ("看今后几天", lambda w: dates.parse_within(w, today), "due"),
            "before": ("看那时以前到期的", lambda w: last_day(workspace, w), "due"),
            "week": ("按周看", lambda w: dates.parse_week(w, plan.year, today), "summary"),
            "quarter": ("按季度看", lambda w: dates.parse_quarter(w, plan.year, today), "summary"),
            "since": ("看那时以来的", lambda w: first_day(workspace, w), "log"),
            "format_": ("写成这种格式", lambda w: choose(w, None, EXPORTS, None), "export"),
        }

        fits: list[str] = []
        for name, (_, read, _) in readers.items():
            with suppress(AnquanError):
                read(word)
                fits.append(name)
        if name := next((n for n in fits if n in shown), ""):
            return f"{readers[name][0]}请写 --{name.rstrip('_')} {said}"
        if "expect" in shown and re.fullmatch("[0-9]+[:：].*", word):
            return f"核对印过的编号请写 --expect {said}"
        if "file" in shown and "." in word:
            return f"写成文件请写 -o {said}"
        with suppress(AnquanError):
            ident = ids.find_one(plan, word)
            alone = context.command.name in ("show", "log", "undo")
            return "一次只写一个，分几次执行" if alone else f"看这一项请用 anquan show {ident}"
        if fits and (not shown or "json" in shown) and re.search(r"[^\W\d]", word):
            what, _, verb = readers[fits[0]]
            return f"{what}请用 anquan {verb} --{fits[0].rstrip('_')} {said}"
        if "search" in shown:
            return f"查文字请写 --search {said}"
    return ""
