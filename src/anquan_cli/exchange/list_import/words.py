"""How lists are written: marks of numbering, sentences, titles, lines broken in narrow columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from anquan_cli.dates import numeral
from anquan_cli.exchange.list_import import phrases

CHINESE = "〇零一二三四五六七八九十百"
_ENCLOSED = {c: i for start in "①⑴⒈" for i, c in enumerate((chr(ord(start) + k) for k in range(20)), 1)}
_MEASURE = "[米级吨倍亿万元]|公里|公斤|平方|立方|小时|千瓦|[之以日]?前(?![端期置沿])"  # behind a figure that numbers nothing: 1.5米以下
_DAY = r"(?:4\.15|5\.12|6\.[12]6|11\.9|12\.[24])[^\d，。；]{0,12}日"  # 5.12防灾减灾日
_AMOUNT = (  # behind a point, what is no number below it: 1.6月底前, 2.300户, 3.24小时
    r"20\d\d年|\d{1,2}月(?:[底末初中前内份起至到以上下\d]|[—–~、，])|\d年内|24小时|100[%％]"
    rf"|\d{{3,}}(?![\d.A-Za-z]|{_MEASURE})|\d+[·•:：]\d|\d{{1,2}}[—–~～-]{{1,2}}\d{{1,2}}月|\d+\.\d+(?:{_MEASURE})|{_DAY}"
)
_MARKS = (  # rank, pattern with the number; from the widest to the narrowest
    (1, rf"第?(?P<n>[{CHINESE}]{{1,4}})(?:[、，．.]|部分[:： 　、]?|章[ 　、])"),
    (2, rf"[（(](?P<n>[{CHINESE}]{{1,4}})[)）]、?"),
    (3, rf"(?P<n>[1-9]\d{{0,2}})[.．](?={_AMOUNT})"),
    (3, rf"(?!{_DAY})(?P<n>\d{{1,3}}(?:\.(?!0\D)\d{{1,2}})++)[.．、]?(?=[^\d%.])(?!{_MEASURE})"),
    (3, r"(?!(?:19|20)\d\d、\d)(?P<n>\d{1,5})(?:[.．](?!\d)|、|[)）])"),
    (3, rf"[【\[〔]?(?:重点)?(?:任务|工作|事项|项目|问题)(?P<n>\d{{1,5}}|[{CHINESE}]{{1,3}})[】\]〕:：、]"),
    (3, rf"第(?P<n>\d{{1,5}}|[{CHINESE}]{{1,3}})项[:：、]?(?=\S{{4}})"),
    (4, r"[（(](?!(?:19|20)\d\d[)）])(?P<n>\d{1,4})[)）]"),
    (5, r"(?P<n>[①-⑳⑴-⒇⒈-⒛])(?!号)"),
)
_COMPILED = tuple((rank, re.compile(pattern + r"[ 　]*")) for rank, pattern in _MARKS)
_GLUED = re.compile(  # a point, or half a figure, or a number below another: 2.12处, 1.5米, 1.2
    r"(?P<n>[1-9]\d{0,2})[.．](?!\d\d?[之以]?前)(?=(?P<figure>(?!0\D)[\d.．]+)(?P<counted>[处栋座户个项家所名人次条件台套起艘辆场支眼口批号类层组期轮年季月]?))"
)
OPEN, CLOSE = "（(【[〔《“‘「『", "）)】]〕》”’」』"
# 煤矿方面：…, one part of a task that is divided by fields
SIDE = re.compile(r"(?:[（(]\d{1,2}[)）]|\d{1,2}[.．、]|[①-⑳])?\s*([^。；，,：:]{1,20}?)方面[：:，]")


class Mark(NamedTuple):
    """A mark of numbering at the beginning of a text: 一、 （一） 1. （1） ①."""

    rank: int  # 1 一、, 2 （一）, 3 1., 4 （1）, 5 ①
    number: str  # as printed, without punctuation
    length: int


def mark_of(text: str) -> Mark | None:
    """The mark that a text begins with."""
    for rank, pattern in _COMPILED:
        if found := pattern.match(text):
            if rank == 1 and not found[0].startswith("第") and found[0][-1] in "，.．" and len(text) > 40:
                continue  # 一，… in a sentence
            return Mark(rank, found["n"], found.end())
    return None


def marks_of(texts: Sequence[str]) -> list[Mark | None]:
    """The marks of some texts one below another: 2. of 2.12处 and 2.5公里 beside 1. or 3., 2.1 beside 2.2."""
    marks = [*map(mark_of, texts)]
    glued = [_GLUED.match(text) for text in texts]
    heads = [i for i, mark in enumerate(marks) if glued[i] or (mark and mark.rank <= 3)]
    heads = [i for n, i in enumerate(heads) if not n or texts[i] != texts[heads[n - 1]]]
    numbers = [_first_number(marks[i], glued[i]) for i in heads]
    alike = {at + k for at, (a, b) in enumerate(pairwise(numbers)) if a == b for k in (0, 1)}  # 2.1 and 2.2
    for at in (*range(len(heads)), *reversed(range(len(heads)))):
        found = glued[i := heads[at]]
        if found and not _is_point(marks[i]) and at not in alike:
            near = [n for n in (at - 1, at + 1) if 0 <= n < len(heads) and numbers[n] == numbers[at] + n - at]
            counts = (_both_count(found, glued[heads[n]]) for n in near if n not in alike)
            if any(_is_point(marks[heads[n]]) for n in near) or any(counts):
                marks[i] = Mark(3, found["n"], found.end())
    for i, (above, text) in enumerate(pairwise(texts), 1):
        marks[i] = marks[i - 1] if text == above else marks[i]
    return marks


def _first_number(mark: Mark | None, glued: re.Match[str] | None) -> int:
    """The number of a point, or of what it is below: 2 of 2.1; 0 of a heading."""
    printed = mark.number.partition(".")[0] if mark and mark.rank == 3 else glued["n"] if glued else ""
    return number_value(printed) or 0


def _is_point(mark: Mark | None) -> bool:
    return mark is not None and mark.rank == 3 and "." not in mark.number


def _both_count(one: re.Match[str], other: re.Match[str] | None) -> bool:
    """Whether figures behind two points count something, and are no numbers of the first below each: 1.12处, 2.5栋."""
    return bool(other and one["counted"] and other["counted"] and not one["figure"] == other["figure"] == "1")


def points_of(text: str) -> list[str]:
    """The points that a text counts for itself, each with its mark: 1.…↵2.…; one where it counts none."""
    seams = (
        re.finditer(r"[\n。；;]\s*|(?=[（(①-⑳⑴-⒛])|(?<=[\u4e00-\u9fff）])(?=\d{1,2}(?:、|[.．](?!\d)))", text)
        if _GLUED.match(text) or mark_of(text)
        else ()
    )
    ends = [0, *(seam.end() for seam in seams)]
    first, *others = marks_of([text[at : at + 20] for at in ends])
    number, starts = number_value(first.number) if first and first.rank > 2 else None, [0]
    for at, mark in zip(ends[1:], others, strict=True):
        counts = first and mark and number and mark.rank == first.rank
        if counts and mark and number_value(mark.number) == (number or 0) + len(starts):
            starts.append(at)
    return [text[a:b].strip() for a, b in pairwise([*starts, len(text)])]


def headed_points(text: str) -> list[str]:
    """The same of 一是…；二是… and of （一）…↵（二）…"""
    numeral = f"[{CHINESE[3:]}]{{1,3}}"
    seam = rf"(?<=[。；;\n])\s*(?={numeral}是(?!否)|[（(]{numeral}[)）])"
    pieces = [piece for piece in map(str.strip, re.split(seam, text)) if piece]
    marks = [point_of(piece) or mark_of(piece) for piece in pieces]
    numbers = [number_value(mark.number) if mark and mark.rank in (2, 6) else None for mark in marks]
    return pieces if numbers and numbers == [*range(1, len(pieces) + 1)] else [text]


def point_of(text: str) -> Mark | None:
    """一是 and 二是 at the beginning of a paragraph, below all other marks."""
    found = re.match(rf"([{CHINESE[2:]}]{{1,3}})是(?!否)", text)
    return Mark(6, found[1], found.end()) if found else None


def without_annex(text: str) -> str:
    """A heading without 附件1： or 表2 before it."""
    return re.sub(rf"^(?:附[件表录][\d{CHINESE}]{{0,2}}|表\d{{1,2}})[:：]?(?=.)", "", text)


def without_mark(text: str) -> str:
    """A text without the mark that it begins with."""
    found = mark_of(text) or point_of(text)
    return text[found.length :] if found else text


def number_value(printed: str) -> int | None:
    """The number that a cell prints: 12, 12., １２, （三）, ③; None for anything else (1.2, 一级)."""
    import unicodedata

    text = "".join(printed.split())
    if len(text) == 1 and text in _ENCLOSED:
        return _ENCLOSED[text]
    text = unicodedata.normalize("NFKC", text).strip("().、,第项号条 ")
    if text.isdecimal():
        return int(text) if len(text) <= 5 else None
    return numeral(text) if len(text) == 1 or set(text) & set("十百") else None


def in_one_line(text: str) -> str:
    """A short text that a narrow column broke: 提升↵安全↵意识 → 提升安全意识; GB↵50016↵2014 → GB 50016 2014."""
    if len(text.split()) < 2:
        return text.strip()
    words = re.sub(r"(?<=[A-Za-z0-9])\s*\n\s*(?=[A-Za-z0-9])", " ", text.strip())
    return tidy(re.sub(r"\s*\n\s*", "", words))


def lines_of(text: str, whole: Callable[[str], bool]) -> str:
    """A cell's lines: kept where each is whole by itself, run together where the column broke them; so are blanks."""
    text = _GOES_ON.sub("", text)
    lines = [line for line in (_parted(line, whole) for line in text.split("\n")) if line]
    apart = "\n".join(lines)
    if uncounted(apart) != lines or phrases.untold(apart):
        return apart
    if all(map(whole, lines)):
        return apart
    joined = lines[0]
    for n, line in enumerate(lines[1:], 1):  # 县住建局↵县市场监管↵局: the first break stays
        named = line[0] in "县市区旗各" and whole(joined.rpartition("\n")[2]) and whole("".join(lines[n:]))
        joined += "\n" * named + line
    broken = not any(map(whole, lines)) and not re.search(r"\d\n\d", apart)  # 6.30↵9.30 is no 6.309.30
    return joined if whole(joined) or broken else apart


# a line that goes on with the date above it: 3月↵至10月, 6月底前，↵并长期坚持, 6月、↵12月
_GOES_ON = re.compile(
    r"(?<=[\d年月日号旬底末初前起始度])\s*\n\s*(?=[至到及和与并、])|(?<=[月日号旬底末前度][，,、])\s*\n\s*(?=[至到及和与并])|(?<=[月日号旬底末前度]、)\s*\n\s*"
)


def uncounted(text: str) -> list[str]:
    """Its lines, or its pieces without the numbers that count all of them from 1: 1.县水利局↵2.县林业局, ①6月底前②全年."""
    marks = _counts_of(text)
    loose = marks and marks[0]["n"].isdecimal() and marks[0][0][0] not in "（(第"  # 1.县水利局、2.县林业局
    plain = (
        marks and not marks[0].start() and not (loose and {"、", "，", ","} & {m["before"] for m in marks})
    )
    if plain and [number_value(m["n"]) for m in marks] == [*range(1, len(marks) + 1)]:
        ends = [*(m.start() for m in marks[1:]), len(text)]
        pieces = [
            text[m.end() : end].strip().rstrip("；;。，,、 ") for m, end in zip(marks, ends, strict=True)
        ]
        signs = "\n" if {m["before"] for m in marks} <= {"", "\n", "；", ";"} else "\n；;"
        if all(piece and not re.search(f"[{signs}]", piece) for piece in pieces):
            return pieces
    return text.split("\n")


def counts_itself(text: str) -> bool:
    """Whether a text is a list with numbers of its own, right or not: 1.县水利局、3.县林业局, but not 3、6月底前."""
    if re.search(
        r"^第\d{1,2}[项条].*(?:其余|其他)|[（(]第?\d{1,2}(?:[、和至—～~-]第?\d{1,2})*[项条][)）]", text
    ):
        return True
    return bool((marks := _counts_of(text)) and (not marks[0].start() or marks[0]["before"] in ("\n", "，")))


_CN = rf"(?P<n>[{CHINESE[2:]}]{{1,3}})"
_DATED = r"\d+[年月日次]|\d{1,2}[-—–~～至到]\d{1,2}月|\d{1,2}[./]\d{1,2}(?![\d./])"  # behind a number: 1.3-6月, 2.6.30
_COUNTS = (
    rf"(?P<before>^|[\n；;。、，,]|(?<=[一-鿿)）])) ?[（(]?(?!2\d[./]\d{{1,2}}[./])(?P<n>\d{{1,2}})[.、．)）：:] ?(?=[^\d\s]|{_DATED}|\d{{3}})",
    r"(?P<before>^|[\n；;。、，,]|(?<=[一-鿿)）])) ?(?P<n>[①-⑳⑴-⒇⒈-⒛])",
    rf"(?P<before>^|[\n；;])[（(]?{_CN}[、.．)）]",
    rf"(?P<before>^|[\n；;，,]){_CN}是(?!否)",
    r"(?P<before>^|[\n；;])第(?P<n>\d{1,2})[项条][：:]?",
)


def _counts_of(text: str) -> list[re.Match[str]]:
    """The numbers of one kind that count the pieces of a text, where it has several."""
    return next((found for p in _COUNTS if len(found := [*re.finditer(p, text)]) > 1), [])


def _parted(line: str, whole: Callable[[str], bool]) -> str:
    """A line with the blanks that part what is whole: 县水利局 县林业局, 县能源局 李四, 部署 3月 整治 10月, but 县 水 利 局."""
    pieces, glued = line.split(), in_one_line(line)
    if len(pieces) < 2:
        return glued
    apart = all(map(whole, pieces)) or (whole(pieces[0]) and all(re.match(r"\w\w", p) for p in pieces))
    spaced = " ".join(pieces)
    return spaced if apart or (whole(spaced) and not whole(glued)) else glued


def tidy(text: str) -> str:
    """Running text with white space made tidy: lines stripped, none of them empty."""
    lines = (re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", line) for line in lines if line)


def sentences(text: str, ends: str = "。；") -> Iterator[str]:
    """A text cut behind its ends outside quotes and brackets, and before numbered marks; nothing is lost."""
    start = depth = 0
    for at, char in ((found.start(), found[0]) for found in _SEAM.finditer(text)):
        depth = max(depth + (char in OPEN) - (char in CLOSE), 0)
        cut = at + 1 if char == "\n" or (char in ends and not depth) else at
        seam = char in ends + "\n" and not (depth and char != "\n")
        if not seam and at > start and (depth == 0 or char in "（(") and _numbered(text, at, depth):
            seam = True
        if seam and cut > start:
            yield text[start:cut]
            start = cut
            depth = 0 if char == "\n" else depth
    if start < len(text):
        yield text[start:]


_SEAM = re.compile(rf"[{re.escape(OPEN + CLOSE)}。；\n①-⑳{CHINESE[2:]}]")  # all that can be one, or part one
_POINT = re.compile(rf"[（(]\d{{1,2}}[)）](?!项|条|款|、|和)|[①-⑳]|[{CHINESE[2:]}]是(?!否)")


def _numbered(text: str, at: int, depth: int) -> bool:
    """Whether a mark of numbering inside a sentence begins here: …：（1）…（2）…, 一是…二是…."""
    found = _POINT.match(text, at)
    if not found or depth > 1 or (depth == 1 and text[at] not in "（("):
        return False
    return text[at - 1] in "。；;：:，,、\n" or found[0][0] in "①②③④⑤⑥⑦⑧⑨⑩"


def said_twice(text: str) -> str:
    """What stands twice in a row (检修锅炉。检修锅炉2次): a changed text and the old one, printed on top of each other."""
    whole = re.split("[。；\n]", text)
    again = (a for a, b in pairwise(whole) if len(a) > 4 and b.startswith(a))
    halves = ((p, len(p) // 2) for p in re.split("[、，。；\n]", text) if len(p) > 5)
    return next(again, "") or next((p[:half] for p, half in halves if p == 2 * p[:half]), "")


_RAISED = r"[¹²³⁴-⁹]{1,2}|[\[〔【]\^?注?\d{1,2}[\]〕】]|[（(]注\s?\d{0,2}[)）]|<sup>[^<]{1,5}</sup>"
_POINTED = "[①-⑳⑴-⒇*＊※†‡]"
FOOT = re.compile(rf"\s*(?:{_RAISED}|(?P<point>{_POINTED}))")  # the mark of a note, or of a point
LAST_FOOT = re.compile(rf"[。；]{_POINTED}\s*$")
_NOTE = re.compile(
    rf"(?<=[\u4e00-\u9fff）)])(?:{_POINTED}|[★☆▲△]|{_RAISED})(?=$|[、，,；;。\s])"
    r"|(?:(?<=^)|(?<=[、，,；;。\s]))[*＊※★☆▲△](?=[\u4e00-\u9fff])"
)


def note_mark(text: str) -> str:
    """The mark of a note beside a name or a date: 县应急局①、县公安局[2], ★县水利局; a name must not keep it unseen."""
    found = _NOTE.search(text)
    return found[0] if found else ""


_CLAUSES = re.compile(r"[，。；、：！,;:!（()）【】\[\]〔〕\s]+")
_WHAT = "(?:第[^项]{1,5}项|[本该此][项任务]*|任务|事项|工作|目前|现|[已均拟]|予以|建议|申请|同意|全部|按期|如期|提前)*"
_AGO = r"(?:(?:经|按|因|于|根据)\S{0,15}?|[\d年月日.前底]+)?"
_TURNED = re.compile(  # of a clause: called off, others', due otherwise, done
    rf"^{_AGO}{_WHAT}(?:取消|撤销|删除|删去|作废|废止|[终中停][止办]|暂停|暂缓|缓办|搁置)(?:实施|执行|开展|推进|办理|进行|[本该此]项|第[^项]{{1,5}}项|“[^”]*”|任务|事项|工作|了)*$"
    "|不再(?:予以|继续)?(?:开展|实施|执行|列入|保留|推进|进行|办理|纳入|要求)|^\\S{0,4}不涉及$|^已?移交"
    "|(?:延期|顺延|延后|延长|推迟|延迟|延|展期|调整|变更|改期|更改|改|放宽|宽限)[至到为由成]|提前[至到].{0,6}[月日底季]"
    "|改由|转由|划[归转]|并入|合并[至到入]"
    rf"|^{_AGO}{_WHAT}(?:时限|期限|时间|(?:责任|牵头)?单位)*有?(?:延期|顺延|延后|推迟|变更|调整)(?:\S{{1,3}}[天日周月年季度]+)?$"
    rf"|^{_AGO}{_WHAT}已(?:经|全部|[按如]期|提前|于\S{{1,6}})*(?:完成|办结|销号|结束|落实|整改)(?:整改|到位|完毕|完成|销号)*$"
)
_STATE = re.compile(
    r"(?:完成|办结|销号|整改|进展|进度|状态|落实|取消|延期|调整)[^：；\n]{0,8}：\s*"
    r"(?:是|[√✓☑■]|[√✓☑■]?\s*已?(?:完成|办结|销号|整改|落实|取消|延期|暂缓)|100[%％])\s*(?:[□☐][^；\n]*)?(?:；|$)"
)


def turned(text: str) -> str:
    """What a text beside a task says of its being called off, put off, changed or done: 延期至8月底前, 已取消; "" for none."""
    text = re.sub(r"(?m)(?:^|；)[^：；\n]{1,20}：[/\-—无否\s]?(?=；|$)", "；", text)  # 延期至：/
    clauses = (clause for clause in _CLAUSES.split(text) if len(clause) <= SENTENCE_MOST)
    said = next(filter(_TURNED.search, clauses), "")
    return said or ((found := _STATE.search(text)) and found[0].strip("；")) or ""


TITLE_MOST, SENTENCE_MOST = 30, 60


def split_title(text: str) -> tuple[str, str]:
    """The title that a text opens with, and the rest of it.

    A short first sentence or line is the title. Otherwise it is the first sentence, whole where it is not too
    long; a longer one lends its first clauses and stays whole in the content.
    """
    text = text.strip()
    first, line_break, rest = text.partition("\n")
    if line_break and len(first) <= TITLE_MOST and not re.search("[。；]", first[:-1]):
        return first.strip("。：:； "), rest.strip()
    cut = next(sentences(text, "。"), text)
    title, rest = cut.rstrip("。：:，；;\n "), text[len(cut) :].strip()
    if re.match(r"[（(【\[〔]", rest) and not mark_of(rest):  # what it says is of the sentence, too
        rest = text
    if colon := re.match(r"((?:[（(][^（()）]*[)）]|[^：:，。；\n（(]){2,30})(?:：|:(?! ?\d))(?=.)", title):
        return colon[1], text[colon.end() :].strip()
    if len(title) <= SENTENCE_MOST:
        return title, rest
    short = ""
    for clause in re.findall(r"(?:[（(][^（()）]*[)）]|[^，；、：])+[，；、：]?", title):
        if short and len(short + clause) > 40:
            break
        short += clause
    return short[:40].rstrip("，；、："), text


def title_of_points(text: str) -> str:
    """What a text of several points is called: all of them, or the first where they are long; "" of one that has none."""
    points, whole = points_of(text), " ".join(text.split("\n")).rstrip("。；")
    return "" if len(points) < 2 else whole if len(whole) <= SENTENCE_MOST else split_title(points[0])[0]


def bracket_free(text: str) -> str:
    """A text without what stands in brackets at its end: 综合协调（3项）→ 综合协调."""
    return re.sub(r"[（(【\[〔][^（）()【】\[\]〔〕]*[)）】\]〕]$", "", text)
