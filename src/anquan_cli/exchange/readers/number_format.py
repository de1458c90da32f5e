"""Numbers of a spreadsheet as they are printed: dates, per cent, leading zeros."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

# ids that files use without saying what they mean (ECMA-376 18.8.30, with the Chinese ones)
BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: "h:mm",
    33: "h:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "h:mm:ss", 47: "mm:ss", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_MOST_CODE = 255  # characters of a format, as Excel has it
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)  # colours, conditions, languages
_PLACEHOLDERS = re.compile(r"[0#?][0#?,.]*|General")


def printed(number: float, code: str, from_1904: bool = False) -> str:
    """A cell's number in its format; a date as 2025-06-30 or 2025年6月30日, or what of it is printed: 6月30日.

    Args:
        number: the value, for a date the days since the end of 1899 or since 1904.
        code: the format's code, "" or "General" for none.
        from_1904: whether the workbook counts its dates from 1904.
    """
    code = _section(code[:_MOST_CODE], number)
    code = re.sub("general|G/通用格式|@", "General", code, flags=re.IGNORECASE) or "General"
    bare = _BRACKETS.sub("", _QUOTED.sub("", code)).lower()
    if re.search(r"[ymdhse]|aaa", bare.replace("general", "")) and not re.search(r"[0#?]e[+-]", bare):
        found = _date(number, bare, from_1904, _BRACKETS.sub("", code))
        if found:
            return found
    return _number(number, _BRACKETS.sub("", code))


def _section(code: str, number: float) -> str:
    """The part of a format for this number: positive;negative;zero;text."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if number < 0 and len(parts) > 1:
        return parts[1] if re.search(r"[-(（]", _BRACKETS.sub("", parts[1])) else "-" + parts[1]
    return parts[2] if number == 0 and len(parts) > 2 and parts[2] else parts[0]


def _general(number: float) -> str:
    return str(int(number)) if number == int(number) and abs(number) < 1e20 else f"{number:.11g}"


def _date(number: float, bare: str, from_1904: bool, code: str) -> str:
    if from_1904:
        number += 1462
    if not 0 <= number < 2_958_466:  # 9999-12-31
        return ""
    moment = datetime(1899, 12, 30) + timedelta(
        days=number + (number < 60), seconds=0.0005
    )  # 1900-02-29 never was
    time = f"{moment:%H:%M}" if "h" in bare or re.search(r"(?<!m)m+:s|m:", bare) else ""
    time += f":{moment:%S}" if time and "s" in bare and moment.second else ""
    clock = f" {time}" if time not in ("", "00:00") else ""
    days = re.sub(r"h+(.?)m+|m+(.?)s+|am/pm|上午/下午", "", bare)
    year, month, day = "y" in days or "e" in days, "m" in days, "d" in days
    if re.search("[年月日]", code) and not time:
        return _in_words(moment, code)
    if year and month and day and "年" not in code:
        return f"{moment:%Y-%m-%d}{clock}"
    words = (
        (f"{moment.year}年" if year else "")
        + (f"{moment.month}月" if month else "")
        + (f"{moment.day}日" if day else "")
    )
    if "aaa" in bare and not words:
        return f"{moment:%Y-%m-%d}"
    return words + clock if words else time


def _in_words(moment: datetime, code: str) -> str:
    """A date with all that is printed beside it: 9月15日前; the day of the week is left out."""
    said = {"y": moment.year, "e": moment.year, "m": moment.month, "d": moment.day}

    def part(found: re.Match[str]) -> str:
        return found[1] or found[2] or (str(said[found[3][0].lower()]) if found[3] else "")

    return re.sub(
        r'"([^"]*)"|\\(.)|[_*].|(y+|e+|m+|dd?(?!d))|d{3,}|a{3,4}', part, code, flags=re.IGNORECASE
    ).strip()


def _number(number: float, code: str) -> str:
    quoted: list[str] = []

    def keep(match: re.Match[str]) -> str:
        mark = match.group()
        quoted.append(mark[1:-1] if mark[0] == '"' else mark[1:] if mark[0] == "\\" else "")
        return "\0"

    masked = _QUOTED.sub(keep, code)
    found = _PLACEHOLDERS.search(masked)
    if not found or re.search(r"E[+-]|/", masked):
        return _general(number) if not quoted or re.search(r"E[+-]|/", masked) else _restore(masked, quoted)
    amount = abs(number) * (100 if "%" in masked else 1)
    digits = _general(amount) if found.group() == "General" else _digits(amount, found.group())
    head, tail = masked[: found.start()], _PLACEHOLDERS.sub("", masked[found.end() :])
    sign = (
        "-" if number < 0 and "-" not in head and "(" not in head and set(digits) & set("123456789") else ""
    )
    return (sign + _restore(head + "\1" + tail, quoted).replace("\1", digits)).strip()


def _restore(masked: str, quoted: list[str]) -> str:
    rest = iter(quoted)
    return re.sub("\0", lambda _: next(rest), masked)


def _digits(amount: float, picture: str) -> str:
    """An amount in placeholders: `0` prints a zero, `#` none, `,` between them parts thousands, at the end divides."""
    while picture.endswith(","):
        picture, amount = picture[:-1], amount / 1000
    whole, point, part = picture.partition(".")
    places = min(len(part.replace(",", "")), 15)
    text = format(Decimal(f"{amount:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    integer, _, fraction = text.partition(".")
    least = whole.count("0")
    integer = integer.lstrip("0").rjust(min(least, 30), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", integer)
    optional = len(part) - len(part.rstrip("#?"))
    while optional and fraction.endswith("0"):
        fraction, optional = fraction[:-1], optional - 1
    return integer + (f".{fraction}" if fraction else point) if fraction or integer else "0"
