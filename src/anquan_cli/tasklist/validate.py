"""From a list file's text to a plan or to all of its faults at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache, reduce
from itertools import groupby, islice
from operator import getitem
from typing import Any

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # plugin discovery: 12 ms, never used here

from pydantic import ValidationError

from anquan_cli.dates import in_figures, parse_day
from anquan_cli.errors import UsageError, escape_controls, truncate
from anquan_cli.folding import fold, odd_letters
from anquan_cli.problem import MOST, Problem, in_order
from anquan_cli.tasklist import yamlfile
from anquan_cli.tasklist.assignment import parties
from anquan_cli.tasklist.compile import SPARSER, TooManyStages, compile_list
from anquan_cli.tasklist.lookup import normal
from anquan_cli.tasklist.plan import Item, Plan
from anquan_cli.tasklist.schema import (
    CategoryEntry,
    GroupEntry,
    LightsEntry,
    ListFile,
    MeasureEntry,
    PartEntry,
    SectorEntry,
    StandingEntry,
    Strict,
    TargetEntry,
    TaskEntry,
    UnitEntry,
)
from anquan_cli.tasklist.yamlfile import Document, Path, colon_hint, line_of

Result = tuple[Plan | None, tuple[Problem, ...], tuple[Problem, ...], tuple[Problem, ...]]

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")  # they come in as escapes: "\x07"
_CELLS = 1_000_000  # units × stages of all items; the shipped list has 2,800

_KEYS = {
    "title": "标题", "year": "年份", "number": "编号", "units": "责任单位", "deadline": "完成时限",
    "text": "内容", "categories": "类别", "tasks": "任务", "measures": "要点", "sector": "行业", "name": "名称",
}  # fmt: skip
_MODELS: dict[str, tuple[type[Strict], str]] = {  # what stands under a key, and how that is called
    "": (ListFile, "清单最上层"), "categories": (CategoryEntry, "类别"), "tasks": (TaskEntry, "任务"),
    "parts": (PartEntry, "分项"), "measures": (MeasureEntry, "要点"), "target": (TargetEntry, "目标"),
    "units": (UnitEntry, "单位名册"), "groups": (GroupEntry, "单位组"), "sectors": (SectorEntry, "行业领域"),
    "standing": (StandingEntry, "属地条款"), "lights": (LightsEntry, "亮灯"),
}  # fmt: skip


@lru_cache(maxsize=8)  # who makes, imports or mends a list asks for the same text several times
def validate(text: str) -> Result:
    """(plan or None, faults, doubts, notes) of a list file's text."""
    document = yamlfile.read(text)
    faults = [fault._replace(where=_place(document, path)) for path, fault in document.faults]
    doubts = [fault._replace(where=_place(document, path)) for path, fault in document.doubts]
    entry: ListFile | None = None
    errors: list[Any] = []
    if document.value is not None:
        try:
            entry = ListFile.model_validate(document.value)
        except ValidationError as error:
            told = {path for path, _ in document.faults}
            errors = error.errors(include_url=False)
            if len(errors) > MOST:
                errors.sort(key=lambda e: line_of(document.lines, tuple(e["loc"])))
            each = (_fault(document, e) for e in errors if tuple(e["loc"]) not in told)
            faults += [fault for fault, _ in islice(groupby(each), MOST + 1)]
    faults += [*_clashes(document), *_gaps(document, errors[: MOST + 1])]
    if entry is None or faults:
        return None, _first(faults), (), ()
    try:
        plan, found, notes = compile_list(entry, document.lines)
    except TooManyStages as refusal:
        return None, refusal.args, (), ()
    if fault := _too_many(plan, document):
        return None, (fault,), (), ()
    odd = tuple(_odd_letters(document, document.value, ()))
    return plan, (), (*in_order((*doubts, *found, *odd)),), (*_unconfirmed(text), *in_order(notes))


def _first(faults: list[Problem]) -> tuple[Problem, ...]:
    """The faults in the order of lines, each once; where they are very many, the first."""
    found = in_order(faults)
    if len(found) <= MOST:
        return tuple(found)
    rest = Problem(found[MOST].line, "", f"错误过多，只列出前{MOST}处", "请核对是不是选错了文件")
    return (*found[:MOST], rest)


def _odd_letters(document: Document, value: Any, path: Path) -> Iterator[Problem]:
    """Letters that only look like others, or are not seen, each with what to write instead."""
    if isinstance(value, str):
        if found := dict.fromkeys(_CONTROLS.findall(value), "") | odd_letters(value):
            told = "、".join(
                f"“{c}”（U+{ord(c):04X}）应写“{good}”" if good else f"看不见的字符 U+{ord(c):04X} 应删去"
                for c, good in found.items()
            )
            yield Problem(
                line_of(document.lines, path),
                _place(document, path),
                f"文字中有异形字：{told}",
                "多为从 PDF 或网页复制带入",
            )
        return
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from _odd_letters(document, part, (*path, key))


def _unconfirmed(text: str) -> tuple[Problem, ...]:
    """How many comments of an import (# 核对：…) nobody has deleted yet."""
    lines = yamlfile.unconfirmed_lines(text)
    if not lines:
        return ()
    places = "、".join(map(str, lines[:10])) + ("等" if len(lines) > 10 else "")
    what = f"还有{len(lines)}处未核对（第{places}行）"
    return (Problem(lines[0], "", what, "核对后删去该行的“# 核对”注释"),)


def _fault(document: Document, error: Any) -> Problem:
    path: Path = tuple("键名" if step == "[key]" else step for step in error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    key = path[-1] if path else ""
    words = _KEYS | ({"units": "单位名册"} if len(path) == 1 else {})
    root = document.value if isinstance(document.value, dict) else {}
    year = found if isinstance(found := root.get("year"), int) else 2025
    label = f"{key}（{words[key]}）" if key in words else key if isinstance(key, str) and key else "内容"
    message, hint = {
        "missing": (f"缺少 {label}", "请补上这一项"),
        "string_type": (f"{label} 应为文字", _text_hint(error.get("input"))),
        "string_too_short": (f"{label} 不能为空", "请填上内容"),
        "blank": (f"{label} 里只有看不见的字符", "请填上内容"),
        "int_type": (f"{label} 应为整数", _number_hint(key, error.get("input"))),
        "greater_than_equal": (f"{label} 不能小于 {context.get('ge')}", "请核对数字"),
        "less_than_equal": (f"{label} 不能大于 {context.get('le')}", "请核对数字"),
        "list_type": (f"{label} 应为列表", _list_hint(key, error.get("input"), year)),
        "dict_type": (f"{label} 应为“键: 值”的形式", "请对照手册中的样例"),
        "model_type": (
            f"{label} 应为“键: 值”的形式",
            _model_hint(path, error.get("input"))
            if path
            else "请对照手册中的样例；表格、文稿请先用 anquan import 读成清单文件",
        ),
        "too_short": (f"{label} 不能为空", "至少要有一项"),
        "too_long": (f"{label} 超过{context.get('max_length')}项", "请只留下时限里用到的"),
        "anquan": (context.get("sentence", ""), ""),
        "anchor": (
            f"“{escape_controls(str(key))}”的日期应写成 06-01 或 {year}-06-01",
            "起止两日写成 06-01/09-30",
        ),
        "date_type": (f"{label} 应为日期", f"请写成 {_day_in(error.get('input'), year)}"),
    }.get(kind, (f"{label} 的内容不合要求", "请对照手册中的样例"))
    given = error.get("input")
    if isinstance(key, int) and kind.endswith("_type"):  # an entry of a list
        if given is None:
            message, hint = "这一条是空的", "请填上内容，或删去这一行"
        elif kind == "date_type":
            message, hint = (
                f"{path[-2]} 中的“{truncate(str(given))}”应为日期",
                f"请写成 {path[-2]}: [{_day_in(given, year)}]",
            )
        elif isinstance(given, str):
            hint = colon_hint(given) or hint
    elif given is None and "：" in str(key):  # {汛期：06-01}
        hint = f"请写成 {truncate(str(key).replace('：', ': ', 1))}"
    if kind == "date_type" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(given)):
        message, hint = f"没有“{given}”这一天", "请核对日期"
    if kind == "extra_forbidden":  # of very many faults, no other is compared with every key there is
        message, hint = _odd_key(str(key), next((str(s) for s in path[-2::-1] if not isinstance(s, int)), ""))
    if kind in ("extra_forbidden", "missing") and (sentence := _split(document, path)):
        path, message, hint = (
            path[:-1],
            "文字里的半角冒号把这一条拆成了“键: 值”",
            f"整句加半角单引号：{sentence}",
        )
    return Problem(line_of(document.lines, path), _place(document, path), message, hint)


def _number_hint(key: str | int, value: Any) -> str:
    """The number that stands in a text: 2025 in 2025年."""
    found = re.findall("[0-9]+", in_figures(fold(value)[:40])) if isinstance(value, str) else []
    if len(found) != 1 or not isinstance(key, str):
        return f"请写成 {2025 if key == 'year' else 12} 这样的数字，不加引号"
    return f"请写成 {key}: {int(found[0])}，只写数字，不加引号"


def _day_in(value: Any, year: int) -> str:
    """The day that a text means, as a list file has it: 2026-06-30 for 2026-6-30, 6月30日; any of the year where it means none."""
    typed = re.match(r"[\d年月日号./-]*", fold(str(value)[:40]).strip())
    with suppress(UsageError):
        return parse_day(typed[0] if typed else "", year).isoformat()
    return f"{year}-08-31"


def _list_hint(key: str | int, value: Any, year: int) -> str:
    """The one value as a list: due: [2025-06-30], or as an entry of one: - name: 县水利局."""
    if key == "due" and isinstance(value, str):
        return f"请写成 due: [{_day_in(value, year)}]"
    if key in yamlfile.NAMED and isinstance(value, str):
        return f"请另起一行，写成 - name: {truncate(value)}"
    if value is None:
        return "下面没有内容的，请去掉这一行"
    return "请每行以“- ”开头，或写成 [甲, 乙]"


def _model_hint(path: Path, value: Any) -> str:
    """The line for a value that has to be an entry of keys: - name: 县水利局; target: {count: 10, unit: 项} for 10项."""
    text = truncate(str(value)) if isinstance(value, str | int) else ""
    if text and path[-2:-1] and path[-2] in yamlfile.NAMED:
        return f"请写成 - name: {text}"
    amount = re.fullmatch(r"\D*?([0-9]{1,7})\s*(\D{0,4})", in_figures(fold(text)))
    if path[-1] == "target" and amount:
        return f"请写成 target: {{count: {amount[1]}{amount[2] and f', unit: {amount[2]}'}}}"
    return "请对照手册中的样例"


def _text_hint(value: Any) -> str:
    """The words of a list in one line: 县水利局、县林业局 for [县水利局, 县林业局]."""
    words = value if isinstance(value, list) else ()
    if not words or not all(isinstance(word, str) for word in words):
        return "请加引号，或填上内容"
    return f"请写成一行：{truncate('、'.join(words))}"


def _odd_key(key: str, under: str) -> tuple[str, str]:
    """Of a key that does not belong where it stands, under another: which one was meant, or where it belongs."""
    near, homes = _meant(fold(key[:40]), under), _homes().get(key)
    if homes and near == key:
        return f"{key} 不能写在这里", f"请移到{'、'.join(homes)}"
    hint = colon_hint(key) or (f"是否想写 {near}？" if near else "请删去，或对照手册改正")
    return f"不认识的键“{truncate(key, 60)}”", hint


@lru_cache(maxsize=2 * MOST)
def _meant(key: str, under: str) -> str | None:
    """The key that a misspelt one was to be: one that is very like it here (units for unit), else one of anywhere."""
    import difflib

    if word := {label: word for word, label in _KEYS.items()}.get(key):
        return word
    here = [name for name, homes in _homes().items() if _home(under) in homes]
    near = difflib.get_close_matches(key, here, 1, 0.85) or difflib.get_close_matches(key, _homes(), 1)
    return next(iter(near), None)


@cache
def _homes() -> dict[str, list[str]]:
    """Every key there is, with where it belongs."""
    homes: dict[str, list[str]] = {}
    for under, (model, _) in _MODELS.items():
        for name, field in model.model_fields.items():
            homes.setdefault(field.alias or name, []).append(_home(under))
    return homes


def _home(under: str) -> str:
    """任务（tasks）下: where the keys stand that belong under a key."""
    return _MODELS[under][1] + (f"（{under}）下" if under else "")


def _split(document: Document, path: Path) -> str:
    """The quoted sentence of a measure that its half-width colon made a key and a value; "" for any other entry."""
    entry = reduce(getitem, path[:-1], document.value) if path[-3:-2] == ("measures",) else {"text": ""}
    if "text" in entry or len(entry) > len(MeasureEntry.model_fields):
        return ""
    odd = [k for k in entry if not k.isascii() and not _meant(k, "measures")]
    return truncate(f"'{odd[0]}: {entry[odd[0]] or ''}'".replace(": '", ":'")) if len(odd) == 1 else ""


def _place(document: Document, path: Path) -> str:
    """第4项 要点3, from a path into the file."""
    words: list[str] = []
    value: Any = document.value
    for i, step in enumerate(path):
        try:
            value = value[step]
        except (LookupError, TypeError):
            break
        if isinstance(step, int) and i:
            words += _word(path[i - 1], step, value)
    return " ".join(words)


# an entry of a list: which of its keys it is called by and how, and how where it has none
_CALLED: dict[str | int, tuple[str, str, str]] = {
    "categories": ("number", "第{}类", "第{}个类别"),
    "tasks": ("number", "第{}项", "第{}个任务"),
    "parts": ("", "", "分项{}"),
    "measures": ("", "", "要点{}"),
    "units": ("name", "单位“{}”", "第{}个单位"),
    "groups": ("name", "单位组“{}”", "第{}个单位组"),
    "sectors": ("name", "行业“{}”", "第{}个行业"),
}


def _word(collection: str | int, index: int, value: Any) -> list[str]:
    if collection not in _CALLED:
        return []
    key, called, counted = _CALLED[collection]
    told = value.get(key) if isinstance(value, dict) else None
    is_told = isinstance(told, (str, int)) if key == "number" else told
    shown = escape_controls(str(told)[:20]) if is_told else ""
    shown = shown.strip("第类项") if key == "number" else shown
    return [called.format(shown) if shown else counted.format(index + 1)]


def _too_many(plan: Plan, document: Document) -> Problem | None:
    """The refusal where units and stages come to more cells than a command can reckon with in half a minute."""
    sizes = {
        row: sum(len(leaf.stages) * len(parties(plan, leaf.units)) for leaf in Item(row).leaves())
        for row in plan.rows
    }
    if sum(sizes.values()) <= _CELLS:
        return None
    row = max(plan.rows, key=lambda r: sizes[r])
    tasks = (
        found
        for path, c in _entries(document.value, (), "categories")
        for found in _entries(c, path, "tasks")
    )
    path = next((path for path, task in tasks if task.get("number") == row.number), ())
    what = f"各项的单位数乘期数，合计{sum(sizes.values()) // 10_000}万，超过{_CELLS // 10_000}万，第{row.id}项最多"
    hint = f"这一项有{len(row.stages)}期；{SPARSER}"
    return Problem(line_of(document.lines, path), _place(document, path), what, hint)


# --- what no single value shows; told from the file's values as they stand, beside all other faults ---


def _clashes(document: Document) -> list[Problem]:
    """Numbers and names that stand twice."""
    faults: list[Problem] = []

    def once(seen: dict[str, tuple[str, int]], word: str, path: Path, what: str) -> None:
        line, key = (
            line_of(document.lines, path),
            normal(word) or word,
        )  # alike is what a lookup cannot tell apart
        if key in seen:
            other, first = seen[key]
            hint = (
                f"第{first}行已有{'' if other == word else f'“{escape_controls(other)}”'}；编号和名称不能重复"
            )
            faults.append(Problem(line, _place(document, path), f"{what}“{escape_controls(word)}”重复", hint))
        seen.setdefault(key, (word, line))

    categories: dict[str, tuple[str, int]] = {}
    tasks: dict[str, tuple[str, int]] = {}
    for path, category in _entries(document.value, (), "categories"):
        for word in _words(category.get("number")):
            once(categories, word, (*path, "number"), "类别编号")
        for task_path, task in _entries(category, path, "tasks"):
            if isinstance(task.get("number"), int):
                once(tasks, str(task["number"]), (*task_path, "number"), "任务编号")
    for key, what in (("units", "单位名称或简称"), ("groups", "单位组名称"), ("sectors", "行业名称")):
        names: dict[str, tuple[str, int]] = {}
        for path, entry in _entries(document.value, (), key):
            short = entry.get("short") if key == "units" else None
            for word in {normal(w): w for w in (*_words(short), *_words(entry.get("name")))}.values():
                once(names, word, (*path, "name"), what)
    return faults


def _gaps(document: Document, errors: list[Any]) -> list[Problem]:
    """Tasks without units or a deadline, where no error of theirs says so already, and those with both parts and measures."""
    faults: list[Problem] = []
    odd = ((*e["loc"],) for e in errors if e["type"] == "extra_forbidden")
    said = {(*path, _meant(fold(key[:40]), "tasks")) for *path, key in odd if path[-2:-1] == ["tasks"]}
    root = document.value if isinstance(document.value, dict) else {}
    for path, category in _entries(root, (), "categories"):
        for at, task in _entries(category, path, "tasks"):
            place = line_of(document.lines, at), _place(document, at)
            if task.get("parts") and task.get("measures"):
                faults.append(
                    Problem(*place, "parts 与 measures 只能写一种", "有分项的任务，要点写在各分项下")
                )
            parts = [part for _, part in _entries(task, at, "parts")]
            for key in ("units", "deadline"):
                if (*at, key) in said or (key == "deadline" and root.get(key) is not None):
                    continue  # or given for the whole list
                given = [part.get(key) is not None for part in parts]
                if task.get(key) is None and not (given and all(given)):
                    faults.append(Problem(*place, f"缺少 {key}（{_KEYS[key]}）", "请补上这一项"))
    return faults


def _entries(owner: Any, path: Path, key: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The mappings in the list under a key, each with its path; whatever else stands there is left out."""
    listed = owner.get(key) if isinstance(owner, dict) else None
    for i, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield (*path, key, i), entry


def _words(value: Any) -> list[str]:
    """A text, or the texts of a list, as the schema takes them."""
    listed = value if isinstance(value, list) else [value]
    return [word.strip() for word in listed if isinstance(word, str)]
