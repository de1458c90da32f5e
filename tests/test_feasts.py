"""National holidays by the calendar, and the days on which offices work again."""

from datetime import date

from anquan_cli.feasts import NAMES, feast, next_workday


def test_each_holiday_has_its_day() -> None:
    found = {name: feast(name, 2025) for name in set(NAMES.values())}
    assert found == {
        "元旦": date(2025, 1, 1),
        "春节": date(2025, 1, 29),
        "清明": date(2025, 4, 4),
        "五一": date(2025, 5, 1),
        "端午": date(2025, 5, 31),
        "中秋": date(2025, 10, 6),
        "国庆": date(2025, 10, 1),
        "三八": date(2025, 3, 8),  # no office rests over these
        "六一": date(2025, 6, 1),
        "七一": date(2025, 7, 1),
        "八一": date(2025, 8, 1),
    }
    assert (NAMES["劳动节"], NAMES["国庆节"]) == ("五一", "国庆")


def test_nobody_reckons_the_moon_beyond_2100() -> None:
    assert feast("中秋", 2101) is None
    assert feast("国庆", 2101) == date(2101, 10, 1)


def test_after_a_weekend_and_after_a_rest_offices_work_again() -> None:
    assert next_workday(date(2025, 6, 6)) == date(2025, 6, 6)  # a Friday
    assert next_workday(date(2025, 6, 7)) == date(2025, 6, 9)
    assert next_workday(date(2025, 10, 1)) == date(2025, 10, 9)  # 中秋 within the week: one day more
    assert next_workday(date(2025, 1, 28)) == date(2025, 2, 5)  # 除夕 and seven days
