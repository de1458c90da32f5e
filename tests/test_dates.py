"""Days and periods as people write them; 20 June 2025 is a Friday. Worked out by hand on a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from anquan_cli import dates
from anquan_cli.dates import Period
from anquan_cli.errors import UsageError

TODAY = date(2025, 6, 20)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-06-29 2025/6/29 2025.6.29 2025年6月29日 20250629 6月29日 6月29号 6-29 6.29 ６．２９ 六月二十九日 二〇二五年六月二十九日 今年6月29日", "2025-06-29"),
        ("29日 29号 二十九日 9天后 九天后", "2025-06-29"),
        ("昨天 昨日 yesterday 1天前 本周四 周四 星期四 礼拜四 这周四", "2025-06-19"),
        ("今天 今日 today TODAY 周五", "2025-06-20"),
        ("前天 2天前 两天前 周三", "2025-06-18"),
        ("大前天", "2025-06-17"),
        ("明天 明日 tomorrow 1天后 周六", "2025-06-21"),
        ("后天 周日 周天 星期日 本周日", "2025-06-22"),
        ("大后天", "2025-06-23"),
        ("上周五 1周前 一周前", "2025-06-13"),
        ("下周五 下星期五 7天后", "2025-06-27"),
        ("月底 本月底 月末 这个月底 30日", "2025-06-30"),
        ("上月底 上个月底", "2025-05-31"),
        ("下月初 下个月初", "2025-07-01"),
        ("去年12月31日 24年12月31日", "2024-12-31"),
        ("6月20日（周五） 6月20日(星期五) 2025年6月20日星期五 6月20日周五上午 6月20日（周五）下午3时 25年6月20日 当日 当天", "2025-06-20"),
        ("6月22日（周日） 6月22日星期天 6月22日24时 6月22日上午9时30分 6月22日17:00 六月二十二日晚 6月22日下午三点半", "2025-06-22"),
    ],
)  # fmt: skip
def test_a_day(words: str, day: str) -> None:
    for word in words.split():
        assert dates.parse_day(word, 2025, TODAY).isoformat() == day, word


@pytest.mark.parametrize(
    "word", ["九月初", "下周", "6月", "周八", "周〇", "二三十日", "三十十日", "胡说", pytest.param("一" * 5000, id="long")]
)  # fmt: skip
def test_no_day(word: str) -> None:
    with pytest.raises(UsageError, match=f"看不懂日期“{word[:20]}"):
        dates.parse_day(word, 2025, TODAY)


@pytest.mark.parametrize("word", ["6月20日（周一）", "6月22日星期一", "2025-06-20周日"])
def test_a_weekday_that_is_another_day_s(word: str) -> None:
    with pytest.raises(UsageError, match=r"的星期与日期不符，2025-06-2. 是星期[五日]"):
        dates.parse_day(word, 2025, TODAY)


@pytest.mark.parametrize(
    ("read", "told"),
    [(dates.parse_day, "2026-06-30 或"), (dates.parse_month, "、2026-06 或"), (dates.parse_week, "2026-W24"), (dates.parse_quarter, "、2026-Q2")],
)  # fmt: skip
def test_what_is_to_be_typed_is_of_the_list_s_year(
    read: Callable[[str, int, date], object], told: str
) -> None:
    with pytest.raises(UsageError) as error:
        read("胡说", 2026, TODAY)
    assert told in error.value.hint


@pytest.mark.parametrize("word", "2025-02-30 2月29日 6月31日 31日 13月1日 三十一月一日".split())
def test_a_day_that_there_is_not(word: str) -> None:
    with pytest.raises(UsageError, match=f"没有“{word}”这一天"):
        dates.parse_day(word, 2025, TODAY)


def test_words_that_count_from_today_need_one() -> None:
    with pytest.raises(UsageError):
        dates.parse_day("昨天", 2025)


@pytest.mark.parametrize(
    ("read", "words", "since", "until"),
    [
        (dates.parse_month, "6 06 6月 6月份 六月 六月份 ６月 2025-06 202506 2025年6月 25年6月 本月 这个月 当月 this", "2025-06-01", "2025-06-30"),
        (dates.parse_month, "last 上月 上个月 LAST 五月", "2025-05-01", "2025-05-31"),
        (dates.parse_month, "next 下月 下个月 7", "2025-07-01", "2025-07-31"),
        (dates.parse_month, "十二月 12 12月份", "2025-12-01", "2025-12-31"),
        (dates.parse_month, "2024-02 去年2月", "2024-02-01", "2024-02-29"),
        (dates.parse_quarter, "2 Q2 q2 二季度 第二季度 2季度 2025-Q2 2025年二季度 本季度 this", "2025-04-01", "2025-06-30"),
        (dates.parse_quarter, "last 上季度 上个季度 上一季度 一季度", "2025-01-01", "2025-03-31"),
        (dates.parse_quarter, "next 下季度", "2025-07-01", "2025-09-30"),
        (dates.parse_week, "24 W24 w24 第24周 24周 2025-W24 2025年第24周 last 上周 上星期 第二十四周", "2025-06-09", "2025-06-15"),
        (dates.parse_week, "this 本周 这周 25", "2025-06-16", "2025-06-22"),
        (dates.parse_week, "1 01", "2024-12-30", "2025-01-05"),
        (dates.parse_week, "53 2025-W53", "2025-12-29", "2026-01-04"),  # 52 by ISO; the issue is the 53rd
        (dates.parse_week, "2020-W53", "2020-12-28", "2021-01-03"),
    ],
)  # fmt: skip
def test_a_period(read: Callable[[str, int, date], Period], words: str, since: str, until: str) -> None:
    for word in words.split():
        assert read(word, 2025, TODAY) == Period(date.fromisoformat(since), date.fromisoformat(until)), word


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (dates.parse_month, "0 13 上 2025 6.5 上上月"),
        (dates.parse_quarter, "0 5 五季度 上 半年"),
        (dates.parse_week, "0 上 周五"),
    ],
)
def test_no_period(read: Callable[[str, int, date], Period], words: str) -> None:
    for word in words.split():
        with pytest.raises(UsageError, match=f"看不懂.*“{word}”"):
            read(word, 2025, TODAY)


def test_a_week_that_a_year_does_not_have() -> None:
    for word, year in (
        ("54", 2025),
        ("2023-W53", 2023),
    ):  # the last day of 2023 is a Sunday, of its 52nd week
        with pytest.raises(UsageError, match=f"^{year}年没有第{word[-2:]}周$"):
            dates.parse_week(word, 2025, TODAY)


@pytest.mark.parametrize(
    ("today", "month", "quarter"), [("2025-01-15", "2024-12-01", "2024-10-01"), ("2025-07-01", "2025-06-01", "2025-04-01")]
)  # fmt: skip
def test_last_month_and_quarter_over_the_new_year(today: str, month: str, quarter: str) -> None:
    day = date.fromisoformat(today)
    assert dates.parse_month("上月", 2025, day).since.isoformat() == month
    assert dates.parse_quarter("last", 2025, day).since.isoformat() == quarter


@pytest.mark.parametrize(
    ("today", "words", "until"),
    [
        (
            "2025-06-20",
            "7 7天 7日 七天 7天内 七日之内 今后7天 未来7天 1周 一周 一周内 １星期 一个星期",
            "2025-06-27",
        ),
        ("2025-06-20", "14天 两周 2周 两个星期", "2025-07-04"),
        ("2025-06-20", "半个月 15天", "2025-07-05"),
        ("2025-06-20", "1个月 一个月 1月", "2025-07-20"),
        ("2025-01-31", "1个月", "2025-02-28"),
        ("2025-06-20", "0", "2025-06-20"),
    ],
)
def test_the_days_from_today(today: str, words: str, until: str) -> None:
    day = date.fromisoformat(today)
    for word in words.split():
        assert dates.parse_within(word, day) == Period(day, date.fromisoformat(until)), word


@pytest.mark.parametrize("word", ["-1", "x", "36501", "99999周", "7.5天", "", "十天半月"])
def test_no_number_of_days(word: str) -> None:
    with pytest.raises(UsageError, match="看不懂天数"):
        dates.parse_within(word, TODAY)


@pytest.mark.parametrize(
    ("word", "since", "until"),
    [
        ("6月18日", "2025-06-18", "2025-06-18"),
        ("上周", "2025-06-09", "2025-06-15"),
        ("5月", "2025-05-01", "2025-05-31"),
        ("一季度", "2025-01-01", "2025-03-31"),
        ("7天内", "2025-06-20", "2025-06-27"),
        ("13个月", "2025-06-20", "2026-07-20"),
    ],
)
def test_a_span_is_whatever_names_days(word: str, since: str, until: str) -> None:
    assert dates.parse_span(word, 2025, TODAY) == Period(date.fromisoformat(since), date.fromisoformat(until))


@pytest.mark.parametrize("word", ["13月", "0月", "100月", "十三月", "13月份", "零月"])
def test_a_month_that_is_none_is_not_so_many_months(word: str) -> None:
    with pytest.raises(UsageError, match=f"看不懂月份“{word}”"):
        dates.parse_span(word, 2025, TODAY)


@pytest.mark.parametrize("word", ["6", "24", "十", "九十", "99991231x", "没有"])
def test_a_bare_number_is_no_span(word: str) -> None:
    """Week, month or quarter?"""
    with pytest.raises(UsageError, match="看不懂日期"):
        dates.parse_span(word, 2025, TODAY)


@pytest.mark.parametrize(("word", "year"), [("2026", 2026), ("2026年", 2026), ("２０２６", 2026), ("1949", 1949), ("二〇二六年", 2026)])  # fmt: skip
def test_a_year(word: str, year: int) -> None:
    assert dates.parse_year(word, "--year") == year


@pytest.mark.parametrize("word", ["1948", "3000", "26", "-2026", "20260", "明年", ""])
def test_no_year_that_a_list_can_be_of(word: str) -> None:
    with pytest.raises(UsageError, match="--year 看不懂年份") as error:
        dates.parse_year(word, "--year")
    assert "1949 到 2999" in error.value.hint
