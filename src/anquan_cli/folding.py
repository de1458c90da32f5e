"""Text that came from elsewhere, made comparable: radicals as the characters they look like, unseen marks gone.

What is stored or shown stays as it was written; only comparisons go by the folded form.
"""

from __future__ import annotations

import re

# CJK Radicals Supplement (U+2E80–U+2EF3): PDF copies use them for whole characters; NFKC leaves them alone.
_RADICALS = dict(
    zip(
        "⺁⺅⺉⺊⺋⺒⺓⺕⺗⺙⺛⺝⺟⺠⺡⺢⺣⺤⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂亻刂卜卩已幺彐忄攵旡月母民氵氺灬爫丬犭王疋目示礻竹糹纟网罒羊羊羊耂肀聿肉臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟龟",
        strict=True,
    )
)

# What nobody sees: Unicode's default-ignorable code points (joiners, directions, variants, Hangul fillers, tags),
# the marks of annotations, and the blank cell of Braille.
_UNSEEN = (
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ODD = f"({_UNSEEN})|([{''.join(_RADICALS)}\u2f00-\u2fdf\uf900-\ufaff])"


def fold(text: str) -> str:
    """Radicals and compatibility forms as the characters they stand for, zero-width and direction marks gone."""
    if text.isascii():
        return text
    import unicodedata

    return unicodedata.normalize("NFKC", fold_letters(text))


def fold_letters(text: str) -> str:
    """As `fold`, but full-width digits and punctuation stay as they are."""
    found = odd_letters(text)
    return text.translate({ord(c): good for c, good in found.items()}) if found else text


def odd_letters(text: str) -> dict[str, str]:
    """Letters that only look like others, or are not seen at all → what to write instead ("" for nothing)."""
    if text.isascii():
        return {}
    import unicodedata

    found: dict[str, str] = {}
    for unseen, odd in re.findall(_ODD, text):  # compiled when first asked for: not every start needs it
        found[unseen or odd] = "" if unseen else _RADICALS.get(odd) or unicodedata.normalize("NFKC", odd)
    return found


def for_search(text: str) -> str:
    """A text as a search compares it: folded, without case, quotation marks, blanks and line breaks of any kind."""
    plain = "".join(fold(text).casefold().split())
    return re.sub("[“”‘’\"']", "", plain) or plain


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: white space, letters that are not seen."""
    return not fold_letters(text).strip()


def is_wordless(text: str) -> bool:
    """Whether a text says nothing: no letter, no figure."""
    return not any(c.isalnum() for c in fold_letters(text))
