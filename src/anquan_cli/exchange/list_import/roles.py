"""One phrase of who is responsible, from columns or label lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from anquan_cli.exchange.list_import.header_words import Meaning, claims
from anquan_cli.exchange.list_import.words import uncounted

DITTO = re.compile(r"同上|〃|″|”|\"|同前|同左")
ROLES: tuple[Meaning, ...] = ("units", "lead", "responsible", "support")
NOBODY = re.compile(r"[无/\\—–\-－、.。×✕✗]*|没有|暂无|否")
_TAILS: dict[Meaning, str] = {
    "lead": "牵头|主办|主责",
    "responsible": "负责|落实|承办|实施",
    "support": "配合|协办|协助|参与|参加",
}
_WORDS: dict[Meaning, str] = {"lead": "牵头", "responsible": "负责", "support": "配合"}
_DUE = "完成时限"  # what says when without a label


def joined_roles(texts: Mapping[Meaning, str]) -> str:
    """县应急管理局牵头，县能源局、县公安局配合; a phrase of one column without roles stays as it stands.

    Where the first of several columns counts what it says, what has one number is put together: 1.甲牵头，乙配合↵2.…
    """
    apart = {m: uncounted(text) for m, text in texts.items() if text}
    n = max(map(len, apart.values()), default=1)
    counted = [m for m, pieces in apart.items() if len(pieces) == n and pieces != texts[m].split("\n")]
    leads = n > 1 and counted[:1] == [*apart][:1] != ["units"]
    if leads and all(m in counted or len(apart[m]) == 1 for m in apart):
        rows = ({m: pieces[k % len(pieces)] for m, pieces in apart.items()} for k in range(n))
        return "\n".join(f"{k}.{joined_roles(row)}" for k, row in enumerate(rows, 1))
    pieces = []
    if texts.get("units"):
        pieces.append(texts["units"] if not texts.get("support") else _flat(texts["units"]))
    for meaning, word in _WORDS.items():
        text = _flat(texts.get(meaning, ""))
        if text and not NOBODY.fullmatch(text):
            tail = rf"(?:{_TAILS[meaning]})(?:单位|负责|落实)?"
            said = re.search(rf"{tail}$|^[^、，；]+[（(]{tail}[)）]$", text)
            pieces.append(text if said else text + word)
    return "，".join(pieces)


def _flat(text: str) -> str:
    return re.sub(r"[、，；]?\n", "、", text).rstrip("。；，、 ")


def one_time(times: Iterable[tuple[str, str]]) -> tuple[str, list[str], str]:
    """Which of several times, each with its label, is the deadline; the others with their labels, and what is asked.

    That of 完成时限 is, beside 时间安排, as of two columns; else the first.
    """
    told: dict[str, str] = {}
    for label, text in sorted(times, key=lambda t: (bool(NOBODY.fullmatch(t[1])), not claims(t[0] or _DUE))):
        told.setdefault(text, label or _DUE)
    due, *others = [*told] or [""]
    aside = [f"{told[text]}：{text}" for text in others if not NOBODY.fullmatch(text)]
    asked = f"时限写了“{told[due]}：{due}”“{'”“'.join(aside)}”，用了前一个，其余记在备注里" if aside else ""
    return due, aside, asked
