"""From a draft's lines to the entries of a list file: categories, ids, parts, measures; doubts beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from anquan_cli.errors import truncate
from anquan_cli.exchange.list_import import phrases
from anquan_cli.exchange.list_import.draft import Doubt, Draft, Line
from anquan_cli.exchange.list_import.furniture import is_apart
from anquan_cli.exchange.list_import.labels import charges_in, date_in, explains, names_within
from anquan_cli.exchange.list_import.measures import Beside, Cut, as_entries, entries, entry, least_in
from anquan_cli.exchange.list_import.words import (
    SIDE,
    in_one_line,
    mark_of,
    note_mark,
    number_value,
    said_twice,
    turned,
    without_mark,
)
from anquan_cli.exchange.readers.numerals import numeral

Path = tuple[str | int, ...]
# what falls due several times in a year
_RHYTHM = re.compile(
    r"(?:[每逐][个两]?个?(?:半年|季度?|月|旬|周|星期)|按(?:季度|[月季周](?![度节边末界]))|(?<![上下])半年(?=至少|不少于|[一1两2]次))"
    "(?![期度]?[^，。；]{0,6}(?:制度|机制|计划|方案))"
)
_ASIDE = 8  # characters of a word about a task that stands in place of its work: 延期至8月底前
TURNED = "请核对；改了期限、单位的改过来，取消的删去这一项，已完成的用 anquan mark 登记"


class Remarks:
    """Doubts and words beside the entries, by path; a doubt becomes `# 核对：…`."""

    def __init__(self) -> None:
        self.doubts: dict[Path, list[Doubt]] = {}
        self.words: dict[Path, list[str]] = {}

    def doubt(self, path: Path, where: str, what: str, hint: str = "") -> None:
        """A doubt about the entry at this path."""
        self.doubts.setdefault(path, []).append(Doubt(where, what, hint))

    def say(self, path: Path, text: str) -> None:
        """A comment beside the entry at this path."""
        self.words.setdefault(path, []).append(text)


def assemble(draft: Draft, *, deadline: str | None, measures: Cut, year: int) -> Assembled:
    """The entries of a list file.

    Args:
        deadline: what holds for tasks without one, as the user says; None: nothing is said.
        measures: how they are cut.
        year: of the list, for dates in phrases.
    """
    draft = draft._replace(lines=tuple(_dated(line, year) for line in draft.lines))
    tasks = _tasks(draft.lines)
    ids, renumbered = _ids(tasks)
    of_city = Beside.of_a_city("、".join(line.units for line in draft.lines))
    made = Assembled(deadline, measures, year, renumbered, draft.outside, of_city=of_city)
    if renumbered or not any(lines[0].number for lines in tasks):  # what is counted is counted by category
        first = {lines[0].category: n for n, lines in reversed([*enumerate(tasks)])}
        tasks.sort(key=lambda lines: first[lines[0].category])
    made.default(draft.lines)
    for number, lines in zip(ids, tasks, strict=True):
        made.add(number, lines)
    for printed, (path, place, number) in [*made.moved.items()][:1]:
        more = f"（编号改了的共{len(made.moved)}项）" if len(made.moved) > 1 else ""
        what = f"文件的第{printed}项编成了第{number}项{more}"
        hint = "请核对；登记、通报要用文件的编号的，照注释里的原编号改，2-1一类写一个没有用过的整数"
        made.remarks.doubt(path, place, what, hint)
    made.number_categories()
    return made


def _dated(line: Line, year: int) -> Line:
    """A line whose deadline has the year that its column's head says, where that is not the list's; `year` stays if it cannot."""
    if line.year in (0, year) or not line.deadline or re.search(r"20\d\d", line.deadline):
        return line._replace(year=0)
    said = phrases.of_year(line.deadline, line.year)
    said = said if said and phrases.schedule(said, year).kind != "unknown" else ""
    return line._replace(deadline=said or line.deadline, year=0 if said else line.year)


def _tasks(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that are one task put together, across pages and tables too."""
    tasks: list[list[Line]] = []
    for line in lines:
        last = tasks[-1][-1] if tasks else None
        if last and ((line.task and line.task == last.task) or _goes_on(last, line)):
            tasks[-1].append(line)
        else:
            tasks.append([line])
    return tasks


def _goes_on(last: Line, line: Line) -> bool:
    """The same number again, below a repeated header, with a further 方面 of the same task."""
    again = line.number and line.number == last.number
    sides = SIDE.match(line.content) and SIDE.match(last.content)
    return bool(again and sides) and _alike(line.title, last.title) >= 0.5


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _ids(tasks: Sequence[Sequence[Line]]) -> tuple[list[int], str]:
    """The printed numbers where all are there and differ, else the order; and why it is the order, if any is printed."""
    printed = [lines[0].number for lines in tasks]
    numbers = [n for n in map(number_value, printed) if n]
    if len(numbers) == len(tasks) == len(set(numbers)) and max(numbers, default=1) <= 99_999:
        return numbers, ""
    other = next((text for text in printed if not number_value(text)), "")
    if other and all(printed) and len(set(printed)) == len(tasks):
        why = f"文件的编号不都是整数（如“{truncate(other, 12)}”）"
    else:
        why = "文件的编号不全或有重复" if any(printed) else ""
    return list(range(1, len(tasks) + 1)), why


class Assembled:
    """The categories of a list file, task by task, and what is to be said beside them."""

    def __init__(
        self,
        deadline: str | None,
        measures: Cut,
        year: int,
        renumbered: str,
        outside: Mapping[str, str],
        *,
        of_city: bool,
    ) -> None:
        self.measures, self.year = measures, year
        self.of_city = of_city  # the list
        self.hints = {
            field: f"表外写着“{truncate(outside[field], 60)}”，请照它核对后填上"
            if field in outside
            else "请核对文件后填上"
            for field in ("units", "deadline")
        }
        self.dated = "deadline" in outside
        self.renumbered = renumbered  # why, or ""
        self.moved: dict[int | None, tuple[Path, str, int]] = {}  # printed numbers of tasks that got others
        self.deadline = deadline  # for the whole list
        self.categories: list[dict[str, Any]] = []
        self.titled: dict[str, list[int]] = {}  # by title, the categories that are called so
        self.remarks = Remarks()
        self.rows: dict[str, str] = {}  # id of a row → its place in the document
        self.at: dict[str, list[tuple[Path, dict[str, Any]]]] = {}  # place → the entries made of it

    def default(self, lines: Sequence[Line]) -> None:
        """A list without any deadline says so once."""
        if self.deadline is None and not any(line.deadline for line in lines):
            self.deadline = ""
            self.remarks.doubt(
                ("deadline",),
                "",
                "表里没有写完成时限" if self.dated else "没有读到完成时限",
                f"{self.hints['deadline'] + '；' if self.dated else ''}请在这里写上各项共同的时限，如全年；导入时可加 --deadline 全年",
            )

    def add(self, number: int, lines: Sequence[Line]) -> None:
        """One task."""
        lines = [*map(_as_remark, lines)]
        first = lines[0]
        c = self._category(first)
        tasks = self.categories[c]["tasks"]
        path: Path = ("categories", c, "tasks", len(tasks))
        task: dict[str, Any] = {  # what is empty in it is not written
            "number": number,
            "title": first.title or first.content[:40] or "（没有标题）",
            "variants": list(dict.fromkeys(x.title for x in lines if x.title and x.title != first.title)),
            "leader": "、".join(dict.fromkeys(x.leader for x in lines if x.leader)),
        }
        if not first.title:
            self.remarks.doubt((*path, "title"), f"{first.place}", "没有任务名称", "请补上")
        sides = [SIDE.match(x.content) for x in lines]
        if self.renumbered and first.number:
            self.remarks.say((*path, "number"), f"原编号 {first.number}")
        printed = number_value(first.number)
        if re.search(r"“\d+\D\d+”", self.renumbered) and printed not in (None, number, *self.moved):
            self.moved[printed] = ((*path, "number"), first.place, number)
        self.rows[str(number)] = first.place
        if all(sides) and (len(lines) > 1 or first.common):
            self._common(task, lines, path)
            task["parts"] = [
                self._part(x, side[1].strip() if side else "", task.get("content", ""), (*path, "parts", p))
                for p, (x, side) in enumerate(zip(lines, sides, strict=True))
            ]
            self.rows |= {f"{number}.{p}": x.place for p, x in enumerate(lines, 1)}
        elif len(lines) > 1:
            self._several(task, lines, path)
        else:
            content = "\n".join(filter(None, (first.common, first.content)))
            task |= self._who_and_when(first, path)
            task |= {"content": content, "measures": self._entries(content, first, path)}
        for x in lines:
            for field, text in (("title", x.title), ("units", x.units), ("content", x.content)):
                if twice := said_twice(text):
                    what = f"“{twice}”连写了两遍，可能一遍是改过的"
                    self.remarks.doubt((*path, field), x.place, what, "请核对文件，只留对的")
            for field, name, text in (
                ("remark", "备注", x.remark),
                ("title", "任务", _aside(x.title, x.content)),
            ):
                if said := turned(text):
                    what = f"{name}写着“{truncate(said, 40)}”，没有照它改"
                    self.remarks.doubt((*path, field), x.place, what, TURNED)
        self._rhythms(task, path)
        remarks = [f"小类：{first.group}"] if first.group else []
        task["remark"] = "；".join([*remarks, *dict.fromkeys(x.remark for x in lines if x.remark)])
        tasks.append(task)
        for p, x in enumerate(lines):
            parts = [((*path, "parts", p), task["parts"][p])] if "parts" in task else []
            self.at.setdefault(x.place, []).extend([*parts, (path, task), (path[:2], self.categories[c])])

    def beside(self, place: str, doubt: Doubt) -> bool:
        """Puts a doubt beside the text that it quotes, a title or a category, in an entry made of a place, if it is there."""
        heading = re.match("类别“(.+?)”", doubt.what)
        text = without_mark(heading[1]) if heading else doubt.what.partition("：")[2]
        text = "".join(text.split())
        for path, values in self.at.get(place, ()):
            for field in ("title", "units", "deadline", "leader", "content", "remark"):
                if text in "".join(str(values.get(field, "")).split()):
                    self.remarks.doubt((*path, field), *doubt)
                    return True
        return False

    def _common(self, task: dict[str, Any], lines: Sequence[Line], path: Path) -> None:
        commons = list(dict.fromkeys(x.common for x in lines if x.common))
        task["content"] = "".join(commons[:1])
        for other in commons[1:]:
            place = next(x.place for x in lines if x.common == other)
            self.remarks.doubt(
                (*path, "content"), place, f"这一项的总述在此处写法不同：{other}", "请核对采用哪一种"
            )

    def _part(self, line: Line, sector: str, common: str, path: Path) -> dict[str, Any]:
        measures = [m for text in (common, line.content) for m in self._entries(text, line, path)]
        return {
            "sector": sector,
            **self._who_and_when(line, path),
            "content": line.content,
            "measures": measures,
        }

    def _entries(self, text: str, line: Line, path: Path) -> list[str | dict[str, Any]]:
        """The measures of a text; asks about what it says of its row's units that none of them has got."""
        found = entries(text, self.measures, self._beside(line))
        for measure in as_entries(found) if line.units else ():
            own = [] if "units" in measure else charges_in(measure["text"])
            own = [(said, who) for said, who in own if not explains(measure["text"].partition(said)[0], said)]
            whole = "、".join(who for _, who in own)
            for said, units in own if not names_within(line.units, whole) else ():
                if names_within(units, line.units) and said.strip("（）()") != line.units:
                    what = f"文中“{said}”没有写进要点，该要点仍是全部责任单位的"
                    self.remarks.doubt(
                        (*path, "content"), line.place, what, "请核对；只是它的事，请写在该要点的 units"
                    )
        return found

    def _several(self, task: dict[str, Any], lines: Sequence[Line], path: Path) -> None:
        """A task over several rows: each a measure with units and dates of its own."""
        units = list(dict.fromkeys(x.units for x in lines if x.units))
        dates = list(dict.fromkeys(x.deadline for x in lines if x.deadline))
        years = _years_above([x.deadline for x in lines], self.year)
        joined = _joined_dates(dates, [*filter(None, years)], self.year)
        whole = lines[0]._replace(units="；".join(units), deadline=joined)
        whole = lines[0] if lines[0].heads else whole
        task |= self._who_and_when(whole, path)
        commons = list(dict.fromkeys(x.common for x in lines if x.common))
        task["content"] = "\n".join(filter(None, (*commons, *(x.content for x in lines))))
        measures: list[Any] = entries("\n".join(commons), self.measures, self._beside(whole))
        for x, above in [*zip(lines, years, strict=True)][lines[0].heads :]:
            text = in_one_line(x.content) or x.title
            if not text:
                continue  # who and when alone: said above for the task
            read = entry(text, beside=self._beside(whole)) if lines[0].heads else text
            measure: dict[str, Any] = {"text": text} if isinstance(read, str) else read
            if not lines[0].heads:  # an empty cell says nothing of the others' dates
                x = x._replace(deadline=x.deadline or self.deadline or "")
            if x.deadline != whole.deadline and (x.deadline or not lines[0].heads):
                measure["deadline"] = x.deadline
                at = (*path, "measures", len(measures), "deadline")
                self._when(x._replace(mixed=""), at)
                if above:
                    day = phrases.schedule(x.deadline, self.year).dates[-1]
                    what = f"完成时限“{x.deadline}”推算为 {day}，前面写的是“{above}”"
                    self.remarks.doubt(at, x.place, what, f"请核对；不是{self.year}年的，请写上年份")
            if not x.units and whole.units and not lines[0].heads:
                self.remarks.doubt((*path, "units"), x.place, "责任单位空着", self.hints["units"])
            if x.units and x.units != whole.units:
                measure["units"] = x.units
            measures.append(measure if len(measure) > 1 else measure["text"])
        task["measures"] = measures

    def _rhythms(self, task: Mapping[str, Any], path: Path) -> None:
        """Asks once what is to be done again and again within a task (加油站每半年检查1次) and has no such deadline."""
        found: list[tuple[Path, str, str]] = []
        for p, part in enumerate(task.get("parts") or [task]):
            at = (*path, "parts", p) if "parts" in task else path
            due = part.get("deadline") or self.deadline or ""
            measures = as_entries(part["measures"])
            texts = [((*at, "measures", i), m["text"], m.get("deadline", "")) for i, m in enumerate(measures)]
            if not any(_RHYTHM.search(text) for _, text, _ in texts):
                texts.append(((*path, "title"), task["title"], ""))
            for where, text, own in texts:
                if said := _RHYTHM.search(text):
                    words = date_in(text[said.start() :]) or said[0]
                    if words not in own and self._is_finer(words, own or due, re.sub(r"\d.*", "", said[0])):
                        found.append((where, words, text))
        for where, words, text in found[:1]:
            figures = (least_in(c) for c in re.split("[，,；;。]", text) if words not in c)
            figure = next(filter(None, figures), "")
            more = f"等{len(found)}处" if len(found) > 1 else ""
            hint = f"请核对；确要按此完成的，在该要点写 deadline: {re.sub('[逐按]', '每', words)}"
            hint += f"；“{figure}”是总数的，写 target" if figure else ""
            self.remarks.doubt(
                where,
                self.rows[str(task["number"])],
                f"文中写有“{words}”{more}，没有读作期限",
                hint if where[-1] != "title" else "请核对完成时限",
            )

    def _is_finer(self, rhythm: str, deadline: str, bare: str) -> bool:
        """Whether a rhythm comes more often than what is issued for the row, or on days of its own; `bare`: without these."""
        phrase = (re.sub("[逐按]", "每", x) for x in (rhythm, deadline, bare))
        own, due, plain = (phrases.schedule(x, self.year).dates for x in phrase)
        if not due and rhythm in deadline:
            return False  # that is asked about
        return len(own) > len(due) or not own or own not in (due, plain)

    def _beside(self, line: Line) -> Beside:
        return Beside(line.title, line.units, line.deadline or self.deadline or "", self.year, self.of_city)

    def _who_and_when(self, line: Line, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {"units": line.units}
        if not line.units:
            self.remarks.doubt((*path, "units"), line.place, "责任单位空着", self.hints["units"])
        if line.deadline or self.deadline is None:
            found["deadline"] = line.deadline
            self._when(line, (*path, "deadline"))
        for field, name in (("units", "责任单位"), ("deadline", "完成时限")):
            if mark := note_mark(found.get(field, "")):
                what = f"{name}“{truncate(found[field], 40)}”里有注释标记“{mark}”"
                self.remarks.doubt((*path, field), line.place, what, "请对照文件的注释核对，再删去标记")
        return found

    def _when(self, line: Line, path: Path) -> None:
        """Asks about a deadline that is empty, of several rows, or two in one."""
        if not line.deadline:
            self.remarks.doubt(path, line.place, "完成时限空着", self.hints["deadline"])
        if line.year:
            what = f"栏名写着“{line.year}年”，没有写进完成时限“{truncate(line.deadline, 40)}”"
            self.remarks.doubt(path, line.place, what, "请核对后写明年份")
        if line.mixed:
            hint = "请核对；各有各的单位、时限的，请拆成几项要点分别写明"
            self.remarks.doubt(path, line.place, line.mixed, hint)
        if phrases.two_dates_run_together(line.deadline):
            what = f"完成时限“{line.deadline}”里两个日期连在一起，可能一个是改过的"
            self.remarks.doubt(path, line.place, what, "请核对文件，只留对的；两个都要，请用 / 分开")

    # -- categories ---------------------------------------------------------------------------------------

    def _category(self, line: Line) -> int:
        """The index of the line's category, made where it is new."""
        mark = mark_of(line.category)
        number = mark.number if mark and mark.rank <= 2 else ""
        bare = line.category[mark.length :].strip() if mark and mark.rank <= 3 else ""
        title = bare or line.category or "全部任务"
        for c in self.titled.get(title, ()):
            if number in ("", self.categories[c]["number"]):
                return c
        last = self.categories[-1] if self.categories else None
        if last and number and number == last["number"] and _alike(title, last["title"]) >= 0.4:
            last.setdefault("variants", []).append(title)
        else:
            self.categories.append({"number": number, "title": title, "tasks": []})
        self.titled.setdefault(title, []).append(len(self.categories) - 1)
        return len(self.categories) - 1

    def number_categories(self) -> None:
        """Printed numbers where all are there and differ, else 一, 二, 三 by order; keys in the file's order."""
        numbers = [c["number"] for c in self.categories]
        by_order = not all(numbers) or len(set(numbers)) < len(numbers)
        for c, category in enumerate(self.categories):
            if by_order:
                counted = numeral(c + 1, "chineseCounting")
                if category["number"] not in ("", counted):
                    self.remarks.say(("categories", c, "number"), f"原编号 {category['number']}")
                category["number"] = counted
            if why := is_apart([category["title"]], ()):
                what = f"类别“{truncate(category['title'], 40)}”{why}，仍读作任务"
                self.remarks.doubt(("categories", c, "title"), "", what, TURNED)
            if variants := category.get("variants"):
                self.remarks.doubt(
                    ("categories", c, "variants"),
                    "",
                    f"类别名称在文件中有{len(variants) + 1}种写法，用了第一种",
                    "请核对",
                )


def _as_remark(line: Line) -> Line:
    """A line whose work is a word about the task (取消, 并入第3项): its remark, so that what was to be done stays."""
    said = turned(line.content) if line.title and len(line.content) <= _ASIDE else ""
    is_alone = said and said == line.content.strip("。；！（）()")
    remark = "；".join(filter(None, (line.remark, line.content)))
    return line._replace(content="", remark=remark) if is_alone else line


def _aside(*texts: str) -> str:
    """What some texts say in brackets, and those that say a few words alone: 校车（已取消）."""
    within = (re.findall(r"[（(【\[〔]([^（()）【】\[\]〔〕]{2,30})[)）】\]〕]", text) for text in texts)
    return "；".join([*chain(*within), *(text for text in texts if len(text) <= 6)])


def _years_above(dates: Sequence[str], year: int) -> list[str]:
    """For each of several dates without a year, one below another: that which may give it one, "" for none.

    2026年3月底前 does, and so does the last of 11月底前, 12月底前 above 2月底前, or 2025年12月.
    """
    above, winter, found = "", True, list[str]()
    for at, phrase in enumerate(dates):
        read, says = phrases.schedule(phrase, year), phrases.says_year(phrase)
        first = read.start or next(iter(read.dates), None)
        if first and phrases.says_year(phrase.partition("每")[0]):
            above = phrase * (read.dates[-1].year != year)
        elif first and not above and winter and read.dates[-1].month < 4 and (at > 1 or "年" in dates[0]):
            above = dates[at - 1]
        winter = winter and first is not None and first.month > 9 and "月" in phrase
        found.append(above if first and not says and "每" not in phrase else "")
    return found


def _joined_dates(dates: Sequence[str], above: Sequence[str], year: int) -> str:
    """One phrase for several rows' dates, in an order in which all of them can be read; `check` asks where none is.

    above: what may give some of them another year; it stands above them here, too.
    """

    def due(phrase: str) -> tuple[date, ...]:
        return phrases.schedule(phrase, year).dates

    dates = [phrase.strip("，、；;/") for phrase in dates]
    days = {day for d in dates for day in due(d)}
    orders = ["/".join(dates), "/".join(sorted(dates, key=lambda d: due(d)[-1:]))]
    if any(due(phrase)[-1].year == year for phrase in above) or (above and due(orders[0])):
        return orders[0]
    return next((whole for whole in orders if {*due(whole)} == days), orders[0])
