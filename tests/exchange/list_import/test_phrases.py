"""What the importer asks of deadline phrases."""

import pytest

from anquan_cli.exchange.list_import.phrases import two_dates_run_together


@pytest.mark.parametrize(
    ("phrase", "two"),
    [
        ("9月底前10月底前", True),
        ("9月底2026年10月底前", True),
        ("26年6月底", False),
        ("2026年6月底", False),
        ("今年6月底前", False),
        ("长期（每年6月）", False),
    ],
)
def test_a_year_before_a_month_is_no_second_date(phrase: str, two: bool) -> None:
    assert two_dates_run_together(phrase) == two
