"""Whether an id still means what it meant when it was recorded (重新编号的清单)."""

import re

from anquan_cli.dates import in_figures, normalize_width
from anquan_cli.tasklist.plan import Measure, Plan, Row

LIKE = 0.6  # how much of two texts is the same, where one may be the other reworded
_DENIED = "(?:不(?![法良足])[得再予准许要能应宜必]?|严?禁止?|停止|取消|无[需须]|未|非(?![法常]))(..)"
_FIGURE = r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?(?![\d.]*[年月日号时点〕\]])"  # of a quantity, not of a date

_KINDS = (  # of which one stands for another work than the next
    r"(?<![\d至到—~-])\d+(?=(?:月份?|季度)(?![-\d至到—~起以内份底末前中上下]))",  # when, not by when
    "[上下]半[年月]", "[上中下]旬", "[春夏秋冬](?=[季防训耕播])", r"(?<=周)[1-6日](?!\w?次)", "[上下]午", "白天|夜间",
    "(?<=[汛岗节灾震班会赛])[前中后]", "启动|结束", "动员会|总结会", "新建|增设|拆除", "停(?=[产工])|复(?=[产工])", "签订|兑现",
    "[东西南北]", "[上下]游", "(?<=[井地水线])[上下]", "(?<=[室境厂校省市县区])[内外]", "城(?=[市镇区])|村(?<=[农乡]村)", "[甲乙丙丁]",
    "[省市县乡镇村]级", "小学|中学|大学|幼儿园", "公办|民办", "重大|较大|1般",
    r"(?<![\d.月〕\]])\d+(?=号(?![码文令]))", r"(?<=第)\d+(?=[批标片中大])",
)  # fmt: skip
# How something is done, not what:
_MANNER = r"开展|组织|进行|实施|加强|强化|深化|做好|抓好|落实|推进|推动|举办|召开|全面|深入|认真|切实|持续|继续|集中|及时|至少|不少于|严禁|不得|禁止|对|[\W_]"


def still_means(plan: Plan, item: str, recorded: str | None, of: str | None = None) -> bool:
    """Whether an id names what it named when `recorded` was its title (None: none was recorded, nothing speaks against it).

    A row must bear that title or have it as a variant. A measure may have been reworded a little; `of` is
    the title then of the row that it belonged to (None: not recorded), which must hold as well. An item that
    the list no longer has means nothing that could be mistaken.
    """
    found = plan.item(item)
    if found is None or recorded is None:
        return True
    row, measure = found
    if measure is None:
        return _names(plan, item, recorded)
    if of is not None and not _names(plan, row.id, of):
        return False
    if of is None and _names_part(row, recorded):
        return False  # it was a part's id
    if recorded == measure.text:
        return True
    alike = _reworded(recorded, measure, row) and not _inverted(recorded, measure.text)
    old, new = _in_figures(recorded), _in_figures(measure.text)
    return alike and not any(_exchanged(kind, old, new) for kind in _KINDS)


def other_figures(recorded: str, text: str) -> tuple[str, str] | None:
    """The figures in the place of others, where a text that was reworded asks for another quantity: 不少于10家, 不少于100家."""
    return _exchanged(_FIGURE, _in_figures(recorded), _in_figures(text))


def other_words(recorded: str, text: str) -> tuple[str, str] | None:
    """The words in the place of others, where a text was reworded: 加油站, 加气站; not what was put in or left out."""
    import difflib

    old, new = (re.sub(_MANNER, "", _in_figures(t)) for t in (recorded, text))
    for how, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        words, others = old[a:b], new[c:d]  # of which neither stands elsewhere in the other text
        if (
            how == "replace"
            and words not in new
            and others not in old
            and not re.search(r"\d", words + others)
        ):
            return old[max(a - 1, 0) : b + 1], new[max(c - 1, 0) : d + 1]
    return None


def _exchanged(pattern: str, recorded: str, text: str) -> tuple[str, str] | None:
    """What of a kind one of two texts has and the other has not, where each has something."""
    old, new = (dict.fromkeys(re.findall(pattern, t)) for t in (recorded, text))
    gone, come = ([word for word in a if word not in b] for a, b in ((old, new), (new, old)))
    return ("、".join(gone), "、".join(come)) if gone and come else None


def _in_figures(text: str) -> str:
    """Without the number before it."""
    return re.sub(r"^\(?\d+[).、]", "", in_figures(normalize_width(text)))


def _inverted(recorded: str, text: str) -> bool:
    """Whether one of two texts forbids what the other asks for: 更换软管, 不更换软管."""
    (old, rest), (new, now) = (({*re.findall(_DENIED, t)}, re.sub(_DENIED, "", t)) for t in (recorded, text))
    return any(w in rest and w not in now for w in new) or any(w in now and w not in rest for w in old)


def _names(plan: Plan, ident: str, recorded: str) -> bool:
    """Whether a row's or task's id bears this title, or one of its variants, with the sector of a part.

    A part's sector may have another name; and a variant of the task may be a part's whole title of before: where it
    stands for another part as well, or reads more like one, that is meant.
    """
    title, row = plan.title_of(ident) or "", plan.rows_of(ident)[0]
    if recorded in _titles(row, title[len(row.title) :]):
        return True
    if title == row.title:
        return False
    parts = plan.rows_of(str(row.number))
    if found := [p for p in parts for words in _names_of(plan, p) if recorded in _titles(p, f"（{words}）")]:
        return found == [row]
    if recorded not in row.variants:
        return False
    import difflib

    shared = {
        p.id: sum(b.size for b in difflib.SequenceMatcher(None, recorded, words).get_matching_blocks())
        for p in parts
        if not _inverted(recorded, words := p.part or p.sector or "")
    }
    return row.id in shared and shared[row.id] == max(shared.values())


def _titles(row: Row, sector: str) -> list[str]:
    return [f"{name}{sector}" for name in (row.title, *row.variants)]


def _names_of(plan: Plan, part: Row) -> set[str]:
    """The words for a part: its title, its sector by every name that this has."""
    known = [{s.name, *s.aliases} for s in plan.sectors if part.sector in (s.name, *s.aliases)]
    return {words for words in (part.part, part.sector) if words}.union(*known)


def _names_part(row: Row, recorded: str) -> bool:
    return any(recorded.startswith(f"{name}（") for name in (row.title, *row.variants))


def _reworded(old: str, measure: Measure, row: Row) -> bool:
    """Whether a text may be what a measure read before: alike, and no other measure of the row reads like it.

    Of several that differ in a word (矿山、危化 …领域演练) nobody can tell which one was meant.
    """
    import difflib

    likeness = difflib.SequenceMatcher(b=measure.text)

    def is_like(text: str) -> bool:
        likeness.set_seq1(text)
        return likeness.quick_ratio() >= LIKE and likeness.ratio() >= LIKE

    return is_like(old) and not any(m is not measure and is_like(m.text) for m in row.measures)
