"""The grammar of responsible-unit phrases (责任单位): which units, which groups, in which role.

    phrase  = head [ 。 standing clause ]
    head    = chunk { hard separator chunk }       、 ， ； / line of a numbered list
    chunk   = [ label ： ] piece { soft separator piece }      和 及 与 space newline, between whole names only
    piece   = name { ( bracket ) } [ 等部门 ] [ 按职责分工 ] [ role word ]

A label governs what follows. A role word behind names governs its clause, or everything since the role
word before it; a role in brackets governs its own unit. Without any of these a party is `responsible`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from anquan_cli.tasklist.plan import ROLES, GroupRef, Party, Register, UnitPhrase
from anquan_cli.tasklist.resolve import forms

LIMIT = 2000  # characters; a longer cell is no list of units

# --- roles (角色): tried in this order, so 协同责任单位 supports and 牵头负责 leads ---------------------
_ROLE_WORDS = {
    "lead": "牵头|主办|主责",
    "support": "配合|协同|协办|协助|协作|参加|参与|会办|支持",
    "supervise": "指导|督促|督导|督办|监督(?!管理)|监管",
    "responsible": "责任|负责|承办|承担|落实|实施|主管|执行",
}
_ANY_ROLE = "|".join(_ROLE_WORDS.values())
_ROLE_ALONE = re.compile(rf"(?:{_ANY_ROLE})+")  # 牵头 甲 配合 乙
_ROLE_BRACKET = re.compile(rf"[^\w]?为?(?:{_ANY_ROLE})+(?:单位|部门)?[^\w]?")  # （牵头）, 【配合单位】
_LAST = "局会委办部厅院队站所心府室处）)"  # last characters of a name that a role word may follow
_ROLE_INSIDE = re.compile(  # 县应急局牵头县公安局配合
    rf"(?<=[{_LAST}])((?:{_ANY_ROLE})+(?=[省市县区由])|(?:负责|牵头|配合|协助|参与)+(?=各|有关|相关))"
)
_WORDS = f"{_ANY_ROLE}|单位|部门|人民政府|办公室|乡镇|办事处|委员会".replace("(?!管理)", "")
_BROKEN = re.compile(
    "|".join(r"\s*".join(word) for word in _WORDS.split("|")) + r"|等\s(?=有关|相关|部门|单位)"
)
_FIRST_LEADS = re.compile(r"第一|首位|首个")  # （排在第一位的为牵头单位）

# --- labels (牵头单位：…) and separators ------------------------------------------------------------
_QUALIFIER = r"(?:主要|第[一二三四五]|具体|直接|共同|行业|属地|总|[省市州县区乡镇]级)"
_KIND = r"(?:单\s*位|部\s*门|处室|科室|机构|主体)"
_LABEL = rf"{_QUALIFIER}*(?:[（(]?(?:{_ANY_ROLE})[）)]?\s*){{1,4}}(?:{_KIND}?\s*[：:]|{_KIND}[为是])"
_LABEL_WITHOUT_COLON = rf"(?<![^\s、，,；;]){_QUALIFIER}*(?:{_ANY_ROLE})+{_KIND}(?=\s+\S|[省市州县区各由])"
_PLAIN_LABEL = r"(?<![^\s、，,；;])(?:(?:[省市州县区镇乡]|乡镇)[级直])?(?:单位|部门)?(?<=\S)[：:]"  # 县级：
_OPEN, _CLOSE = r"（(〔\[【〖［{｛「『《〈<＜", r"）)〕\]】〗］}｝」』》〉>＞"
_BRACKET = (
    rf"[{_OPEN}][^{_OPEN}{_CLOSE}]*(?:[{_OPEN}][^{_OPEN}{_CLOSE}]*[{_CLOSE}][^{_OPEN}{_CLOSE}]*)*[{_CLOSE}]"
)
_BRACKETED = re.compile(_BRACKET)
_TOKEN = re.compile(
    rf"(?P<bracket>{_BRACKET})|(?P<label>{_LABEL}|{_LABEL_WITHOUT_COLON})|(?P<plain>{_PLAIN_LABEL})"
    r"|(?P<hard>[、，,；;/／|｜\\])|(?P<other>.)",
    re.DOTALL,
)
_SOFT = re.compile(r"\s*(?:以及|及|和(?![平谐顺睦田美静])|与|暨|会同)\s*|\s+")
_HALF_WIDTH = {c: c - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)}
_NUMBERING = re.compile(
    r"(?<![\d第])\d{1,2}[.．、)）](?=\D)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳●•■◆▪]"
    r"|(?<![^\s；;，,])[一二三四五六七八九十]{1,3}、|(?:^|(?<=\n))[\-—–*·][\s·*]*(?=\w)"
)
_NOTHING = re.compile(r"暂?无|[\-—－–_.．…\s]*|不涉及")

# --- what stands behind a name and is not part of it -------------------------------------------------
_BASIS = (
    r"(?:按照?|依照?|依据?|根据)(?:各自|本级|本部门|部门|行业|工作|相关|有关|的)*"
    r"(?:职责|职能|职权|分工)(?:分工|范围|权限|要求)?[内]?"
)
_MANNER = r"总|共同|分别|分工|具体|各负其责|各司其职|统筹|组织|全面|密切|积极|主动|依法|统一|直接|抓好|抓总|做好|推进|相关工作|工作"
_VERB = rf"{_ROLE_WORDS['lead']}|{_ROLE_WORDS['support']}|负责|承办|承担|落实|实施|执行"
_SUPERVISE = (
    r"(?:指导|督促|督导|监督(?!管理)|检查)+(?:辖区|属地|本行业|有关|相关|各|矿山|生产经营)*"
    r"(?:企业|单位|乡镇|部门)?(?:抓好|组织|做好)?(?:落实|整改|实施|执行|工作)?"
)
_AND_OTHERS = (  # 等部门, 等10个有关单位, 等部门（单位）
    r"等(?:[\d一二三四五六七八九十]+[个家])?(?:有关|相关|各|职能|主管|成员|责任|行业|[省市州县区][级直])*"
    r"(?:部门|单位|乡镇|机构)?(?:(?:和|及|、|[（(])(?:部门|单位)[）)]?)?"
)
_TAIL = re.compile(
    rf"(?:{_SUPERVISE}|(?:作?为|是)(?:{_ANY_ROLE})+{_KIND}|{_VERB}|{_BASIS}|{_MANNER}|{_AND_OTHERS})$"
)
_LEAD_IN = re.compile(r"^(?:(?:并|主要|具体)?由|请|同时|其中)")

# --- units, and what is told from them ---------------------------------------------------------------
_UNIT_END = (
    r"局|(?<!社)会|委|办|(?<![干内外])部|厅|院|队|站|(?<!场)所|(?<![路地])段|中心|公司|府|室|处|科|股|馆|大学"
    r"|[中小学党]校|[中小]学|集团|[银支分商]行|(?:联|供销|信用|总|合作)社|[妇文残侨]联|工商联|社科联|科协|政协|人大|街道|开发区|高新区|示范区|园区"
    r"|保护区|风景区|水库|林场|农场|(?<=...)煤矿|厂|电视台|气象台|基地|交警|消防|武警|小组|专班|工作组|(?<![乡城村集小各])[镇乡]"
)
_GROUP_END = r"部门|单位|企业|科室|处室|乡镇|机构|机关|村|社区|各[省市县区镇乡]|县区|市县"
_END = re.compile(rf"(?:{_UNIT_END}|{_GROUP_END})$")
_UNIT_LAST = re.compile(rf"(?:{_UNIT_END})$")
_PLACE = re.compile(r"(?![省市县区])[一-鿿]{1,5}(?<![辖社景库矿林山灾城地县街片校厂])[县区市旗]")  # 文水县
_GROUP = re.compile(
    r"各|有关|相关|部分|全体|所有|其他|其它|[两三四]级|^[省市州县区乡镇村]级?[、和及]|^[省市州县区乡镇村]+[（(]"
    r"|^(?:属地|辖区|沿线|省市(?!场)|市县|县乡(?!镇企)|县区(?!划)|区县|乡镇(?!企)|镇街|县级以上|村|社区)"
    r"|^街道(?:办事处|办)?$|(?:部门|单位|企业|科室|处室|乡镇|机构|机关)(?:[（(].*[）)])?$"
)
_PART = re.compile(r"有关|相关|部分")  # means some of the group only
_TOWNSHIP = re.compile(r"([一-鿿]{1,6}(?<![乡城村集小])[乡镇])(?:人民政府|政府)?")
_UNIT = re.compile(r"(?=.*[一-鿿].*[一-鿿])[\w·]+")
_BARE = re.compile(  # the end of a name, never a name
    r"(?:监督)?管理[局站所]|常?委员?会|(?:人民)?政府|办事处|[大中支总]队|中心|分?公司|分局|(?:成员)?单位|部门"
    r"|企业|机构|公室|会(?![计议展同])|办(?!公室)|[室门位]|[局部委站所院厅队处](?!\w)"
)
_BARE_PLURAL = re.compile(r"(?:成员)?单位|部门|企业|机构")  # 有关部门和单位
_SENTENCE = re.compile(
    r"^其|[的是谁吗呢每我你他她]|为(?!民)|要(?![区市])|应[当该]|必须|对(?![外台口])|进行|加强|确保|开展|认真|提高|做好|制定|落实|贯彻"
    r"|牵头|配合|会同|严格|健全|完善|结合|按照|根据|依据|以下|均需|不再|尽快|及时|定期"
)
_NO_GROUP = re.compile(
    r"[谁吗呢我你他她]|要(?![区市])|应当|必须|进行|加强|确保|认真|贯彻|以下|均需|不再|尽快"
    r"|[^高中初]等(?:有关|相关|各)?(?:部门|单位)|牵头单位|配合单位"  # 应急等部门 names nobody in full
)
_GLUE = "\0"  # stands for a 、 inside one group's name: 市、县应急管理部门; 各部门、单位
_GLUED = re.compile(
    r"(?<![^\s、，,；;：:])((?:各|全)?[省市州县区旗乡镇]级?)、(?=[省市州县区旗乡镇村])"
    r"|(部门|各单位|党委)、(?=(?:单位|部门|企业|人民政府|政府)(?![一-鿿]|[：:])|(?:单位|部门)[负分按])"
)
_COMMITTEE = re.compile(r"(?:安委会|委员会|专委会|指挥部|小组)$")
_OFFICE_OWNER = re.compile(r"(?:政府|委|会|指挥部|小组|政协|人大)$")

# --- prefixes written once (省科技厅、工业和信息化厅) ------------------------------------------------------
_LEVEL = (
    r"省|市(?!场|容|民|郊|政(?![府协法务研]))|自治[区州]|州|盟|旗|县(?!域)|区(?!划|域|块)|镇|乡(?![村镇])"
)
_PREFIX = re.compile(rf"{_LEVEL}|[一-鿿]{{2,3}}(?:省|市(?![场政容])|自治[州县区]|县|区(?!域|划)|旗|盟)")
_PARTY_ORGAN = re.compile(
    r"组织部|宣传部|统战部|政法委|网信办|编办|巡察办|政研室|社会工作部|老干部局|(?:直属)?机关工委"
)
_FIELD_WORDS = """
    应急 安监 安全 公安 交警 消防 司法 法院 检察 人民法 人民检 监察 监委 纪委 纪检 发改 发展 改革 教育 教体
    科技 科学 工信 工业 经信 经济 经贸 民政 民族 民宗 宗教 财政 人社 人力 社会 社保 自然 规划 国土 生态
    环保 环境 住建 住房 城建 城管 城市 城乡 交通 公路 运输 水利 水务 农业 农村 农机 畜牧 乡村 扶贫 商务
    投资 招商 文旅 文化 文物 旅游 广播 广电 新闻 卫健 卫生 卫计 疾控 医保 医疗 医院 退役 审计 国资 国有
    国防 市场 市监 质监 工商 食药 药品 药监 体育 统计 信访 林业 林草 园林 能源 煤炭 地震 防震 防汛 气象
    地质 测绘 税务 烟草 邮政 通信 行政 审批 政务 大数据 数据 数字 机关 事务 供销 粮食 物资 储备 保密 密码
    档案 党史 党校 地方志 地方金融 金融 外事 侨务 台办 总工会 工会 妇联 残联 文联 科协 工商联 红十字 人武部
    武装 融媒体 电视 政府 政协 人大 移民 铁路 民航 海事 港航 渔业 海洋 知识 版权 市政 环卫 物业 房产 公积金
    人防 电力 供电 搬迁 组织 宣传 统战 政法 网信 编办 机构 巡察 政研 老干 办公室
"""  # how a department's name begins once its level is gone; no place name does
_FIELDS = tuple(_FIELD_WORDS.split())


class _Book(NamedTuple):
    """A register turned inside out: every way of writing a unit, every phrase of a group."""

    units: dict[str, str]  # way of writing → full name, "" where it could be several
    kept: re.Pattern[str] | None  # names that hold a soft separator
    groups: dict[str, str]

    def group_of(self, phrase: str) -> str | None:
        """The registered group that a phrase means, all of it or a part."""
        return self.groups.get(phrase) or self.groups.get(_group_key(phrase))


@lru_cache(maxsize=8)
def _book(register: Register) -> _Book:
    units: dict[str, str] = {}
    for pick in (lambda u: u.short, lambda u: forms(u.name, u.short)):
        taken: dict[str, set[str]] = {}
        for unit in register.units:
            for way in pick(unit):
                taken.setdefault(way, set()).add(unit.name)
        units = {way: min(n) if len(n) == 1 else "" for way, n in taken.items()} | units
    units |= {unit.name: unit.name for unit in register.units}
    kept = sorted((w for w in units if _SOFT.search(w)), key=len, reverse=True)
    groups = {_group_key(p): g.name for g in register.groups for p in (g.name, *g.phrases)}
    groups |= {p: g.name for g in register.groups for p in (g.name, *g.phrases)}
    return _Book(units, re.compile("|".join(map(re.escape, kept))) if kept else None, groups)


def _group_key(phrase: str) -> str:
    return re.sub(rf"\s|各|全体|所有|有关|相关|部分|[{_OPEN}{_CLOSE}]", "", phrase)


_EMPTY = Register()
_NO_BOOK = _book(_EMPTY)


def parse(phrase: str, register: Register = _EMPTY) -> UnitPhrase:
    """Reads a phrase as issued; what it cannot read stands in `doubts`. Never raises."""
    head, _, standing = phrase.partition("。")
    standing = standing.strip() if re.search(r"\w", standing) else ""
    if len(phrase) > LIMIT:
        return UnitPhrase(phrase, (), (), "", (phrase[:20] + "…",))
    book = _book(register)
    reader = _Reader(book)
    reader.read(_clean(head))
    if standing:  # a second sentence that names units (甲牵头。乙配合。) is more than a standing clause
        second = _Reader(book)
        second.read(_clean(standing.partition("。")[0]))
        if any(e.unit for e in second.entries) and not second.doubts:
            reader.doubts.append(standing)
    strongest: dict[tuple[bool, str], _Entry] = {}  # a unit named twice stands once, with its stronger role
    for e in reader.entries:
        seen = strongest.get((e.unit, e.name), e)
        strongest[e.unit, e.name] = min(seen, e, key=lambda x: ROLES.index(x.role))
    return UnitPhrase(
        phrase,
        tuple(Party(e.name, e.role) for e in strongest.values() if e.unit),
        tuple(
            GroupRef(e.name, e.role, book.group_of(e.name), e.whole) for e in strongest.values() if not e.unit
        ),
        standing,
        tuple(dict.fromkeys(d.replace(_GLUE, "、") for d in reader.doubts)),
    )


def _clean(text: str) -> str:
    """Half-width digits and letters, no invisible characters, no space beside punctuation, no numbering."""
    text = text.translate(_HALF_WIDTH)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = re.sub(r"\s+", lambda m: "\n" if "\n" in m[0] else " ", text).strip().rstrip(".．")
    text = re.sub(rf"(?<=[、，,；;：:{_OPEN}])\s+|\s+(?=[、，,；;：:{_OPEN}{_CLOSE}])", "", text)
    text = _BROKEN.sub(lambda m: re.sub(r"\s", "", m[0]), text)
    text = _ROLE_INSIDE.sub(r"\1，", text)
    text = _GLUED.sub(lambda m: (m[1] or m[2]) + _GLUE, _NUMBERING.sub("；", text))
    labels = _BRACKETED.match(text.lstrip("；"))
    prefixed = bool(labels and _ROLE_BRACKET.fullmatch(labels[0]))
    for _ in range(2):  # a bracket round the whole, then those inside
        text = _BRACKETED.sub(lambda m: _unwrapped(m, prefixed), text)
    return text


def _unwrapped(match: re.Match[str], prefixed: bool) -> str:
    """A bracket that holds a label, or stands where a name could begin, is no part of a name."""
    inner = match[0][1:-1].strip()
    before = match.string[match.start() - 1] if match.start() else "；"
    if _ROLE_BRACKET.fullmatch(inner):
        return f"；{inner}：" if prefixed else match[0]
    if re.search(_LABEL, inner) or (inner and before in "、，,；;：:\n /"):
        return f"；{inner}；"
    return "" if inner and not _tails(inner, _NO_BOOK)[0] and not re.search(_ANY_ROLE, inner) else match[0]


class _Entry(NamedTuple):
    """A party while its role is still open."""

    name: str
    unit: bool
    whole: bool
    role: str
    own: bool  # a bracket behind its name gave the role


class _Reader:
    """Goes through a cleaned head once, from left to right."""

    def __init__(self, book: _Book) -> None:
        self.book = book
        self.entries: list[_Entry] = []
        self.doubts: list[str] = []
        self.nobody = False  # 无 has been said
        self.prefix = ""  # level of the unit before, while 、 和 及 go on
        self.label: str | None = None  # the role that the label before gives
        self.labelled_by_word = False  # … and that label is a role word alone: 牵头 甲 配合 乙
        self.start = 0  # first entry since the label or the role word before
        self.clause: int | None = 0  # first entry since ， or ；, None once a role word has been met

    def read(self, text: str) -> None:
        chunk = ""
        self.nobody = bool(re.fullmatch(r"[\s/／\\]*", text))
        for match in _TOKEN.finditer(text + "；"):
            kind = match.lastgroup
            if kind in ("other", "bracket"):
                chunk += match[0]
                continue
            self._chunk(chunk)
            chunk = ""
            if kind == "hard" and match[0] != "、":
                self.prefix = ""
                self.clause = len(self.entries) if self.clause is not None else None
            elif kind != "hard":
                self._begin(_role_of(match[0]) if kind == "label" else None, by_word=False)
        if not (self.entries or self.doubts or self.nobody):
            self.doubts.append(text)  # hedges, labels or punctuation alone
        if self.entries and "牵头" in text and _FIRST_LEADS.search(text):
            self.entries[0] = self.entries[0]._replace(role="lead")

    def _begin(self, role: str | None, *, by_word: bool) -> None:
        self.label, self.labelled_by_word, self.prefix = role, by_word, ""
        self.start = self.clause = len(self.entries)

    def _chunk(self, chunk: str) -> None:
        for piece, spaced in _pieces(chunk.strip(), self.book):
            if spaced:
                self.prefix = ""
            self._piece(piece)

    def _piece(self, piece: str) -> None:
        piece = re.sub(r"\s", "", piece)
        if _NOTHING.fullmatch(piece):
            self.nobody = True
            return
        if _ROLE_ALONE.fullmatch(piece) and (self.start == len(self.entries) or self.labelled_by_word):
            self._begin(_role_of(piece), by_word=True)
            return
        core, role, others = _tails(_LEAD_IN.sub("", piece), self.book)
        own = None
        for bracket in _BRACKETED.findall(core):  # 县应急局（牵头）
            if not re.search(_ANY_ROLE, bracket) or _FIRST_LEADS.search(bracket):
                continue
            if _ROLE_BRACKET.fullmatch(bracket) or not _tails(bracket[1:-1], _NO_BOOK)[0]:
                own, core = _role_of(bracket), core.replace(bracket, "")
            elif not _is_group(core, self.book):  # （均为牵头单位）
                self.doubts.append(bracket)
        if any(not b[1:-1].strip() for b in _BRACKETED.findall(core)):
            self.doubts.append(piece)
        if core:
            self._name(core, own, others, piece)
        if role and not (self.label and role == "responsible"):
            self._govern(role)

    def _govern(self, role: str) -> None:
        """A role word behind names: its clause, or everything since the role word before."""
        start = self.start if self.clause in (None, len(self.entries)) else max(self.start, self.clause or 0)
        for i, entry in enumerate(self.entries[start:], start):
            self.entries[i] = entry if entry.own else entry._replace(role=role)
        self.start, self.clause = len(self.entries), None

    def _name(self, name: str, own: str | None, others: bool, piece: str) -> None:
        """One name: a registered unit, a group, any other unit, several glued together, or a doubt."""
        role = own or self.label or "responsible"
        plain = _BRACKETED.sub("", name)
        units = [self._known(name) or self._known(plain)]
        if not units[0] and _is_group(name, self.book):
            whole = not (others or _PART.search(name))
            self.entries.append(_Entry(name.replace(_GLUE, "、"), False, whole, role, own is not None))
            return
        if not units[0]:
            units = _several(plain, self.book) or [self._prefixed(plain)]
        for unit in units:
            if not unit:
                self.doubts.append(piece)
                return
            self.entries.append(_Entry(unit, True, True, role, own is not None))
        level = _PREFIX.match(plain)
        self.prefix = level[0] if level else self.prefix

    def _known(self, name: str) -> str:
        """The registered unit that a name can only mean; under a prefix (市…、水利局) that level's."""
        alone = self.book.units.get(name, "")
        if not self.prefix or _PREFIX.match(name):
            return alone
        fits = alone.startswith(self.prefix) or not _PREFIX.match(alone)
        return self.book.units.get(self.prefix + name, "") or (alone if fits else "")

    def _prefixed(self, name: str) -> str:
        """An unregistered unit with the prefix it shares with those before it; empty if it is none."""
        if self.book.units.get(name) == "" or not _is_unit(name):
            return ""
        township = _TOWNSHIP.fullmatch(name)
        if township:
            return township[1] + "人民政府"
        if self.prefix and not _PREFIX.match(name) and name.startswith(_FIELDS):
            party = "委" if _PARTY_ORGAN.match(name) else ""
            return self.prefix + party + name
        return name


def _role_of(words: str) -> str:
    return next((role for role, pattern in _ROLE_WORDS.items() if re.search(pattern, words)), "responsible")


def _whole_name(text: str, book: _Book) -> bool:
    """Whether a name could end here."""
    text = _BRACKETED.sub("", re.sub(r"\s", "", text))
    return text in book.units or bool(_END.search(text[-8:]))


def _tails(text: str, book: _Book) -> tuple[str, str | None, bool]:
    """The name, the role that the words behind it give, and whether 等 stood there."""
    core, said, others = text.rstrip(), "", False
    while core and core not in book.units and (tail := _TAIL.search(core, max(0, len(core) - 30))):
        others = others or tail[0].startswith("等")
        said += "" if tail[0].startswith("等") else tail[0]
        core = core[: tail.start()].rstrip()
    if core and not _whole_name(core, book):
        return text, None, False
    return core, _role_of(said) if said else None, others


def _pieces(chunk: str, book: _Book) -> Iterator[tuple[str, bool]]:
    """Splits at 和 及 与 and space where whole names stand on both sides; with whether it was a space."""
    inside = [m.span() for m in _BRACKETED.finditer(chunk)]
    inside += [m.span() for m in book.kept.finditer(chunk)] if book.kept else []
    start, spaced = 0, False
    for match in _SOFT.finditer(chunk):
        left, right = (
            chunk[max(start, match.start() - 60) : match.start()],
            chunk[match.end() : match.end() + 40],
        )
        space = not match[0].strip()
        if any(a < match.end() and match.start() < b for a, b in inside) or not left:
            continue
        core = _tails(left, book)[0]
        if (core and not _whole_name(core, book)) or _completes(core, right, space):
            continue
        yield chunk[start : match.start()], spaced
        start, spaced = match.end(), space
    if chunk[start:]:
        yield chunk[start:], spaced


def _completes(left: str, right: str, space: bool) -> bool:
    """Whether what stands behind 和 or a space is the end of the name before it: 有关部门和单位."""
    word = re.split(r"[\s和及与]", right, maxsplit=1)[0]
    return bool(_BARE_PLURAL.match(word)) or (
        space
        and (
            bool(_BARE.match(word) or word.startswith("等"))
            or (len(word) < 3 and not _ROLE_ALONE.match(word) and not _is_level(word))
            or bool(_COMMITTEE.search(left) and re.match(r"各?(?:有关|相关)?成员单位", word))
            or bool(_OFFICE_OWNER.search(left) and re.match("办公室", word))
            or bool(re.search("[省市州县区旗]委$", left) and _PARTY_ORGAN.match(word))
        )
    )


def _is_level(word: str) -> bool:
    return bool(re.match(_LEVEL, word))


def _is_group(name: str, book: _Book) -> bool:
    if book.group_of(name):
        return True
    return len(name) <= 40 and bool(_GROUP.search(name)) and not _NO_GROUP.search(name)


def _is_unit(name: str) -> bool:
    if len(name) > 30 or not _UNIT.fullmatch(name) or _BARE.fullmatch(name) or _SENTENCE.search(name):
        return False
    return bool(_UNIT_LAST.search(name) or _PLACE.fullmatch(name))


def _several(name: str, book: _Book) -> list[str]:
    """Names glued together: registered ones (longest first), or whole names that begin with one level."""
    found: list[str] = []
    rest = name
    longest = max(map(len, book.units), default=0)
    while rest:
        size = next((n for n in range(min(longest, len(rest)), 1, -1) if book.units.get(rest[:n])), 0)
        if not size:
            break
        found.append(book.units[rest[:size]])
        rest = rest[size:]
    if len(found) > 1 and not rest:
        return found
    if not _is_level(name) or re.match(r"(.)委\1(?:人民)?政府.", name):
        return []
    parts = re.split(rf"(?<=[{_LAST}])(?={name[0]}[^城域内级区])", name)
    return parts if len(parts) > 1 and all(map(_is_unit, parts)) else []
