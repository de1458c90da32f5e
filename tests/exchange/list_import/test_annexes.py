"""Documents with several annexes: what is read of those behind the list is told."""

from tests.exchange.list_import.blocks import document, imported, rows, table

LIST = table([["序号", "重点任务", "责任单位", "完成时限"], ["1", "整治燃气", "县住建局", "9月底前"]])
HAZARDS = table([["序号", "问题", "整改措施", "整改责任单位"], ["1", "灯坏了", "换灯", "县水利局"]], "表2")


def test_a_table_of_problems_under_another_annex_is_left_out_and_told() -> None:
    title = "云溪县2026年安全生产问题隐患清单"
    found = imported(document("附件1", "云溪县2026年安全生产重点任务清单", LIST, "附件2", title, HAZARDS))
    assert len(rows(found)) == 1
    assert f"另有标题“{title}”，栏名与前面的表不同，没有读进清单" in [d.what for d in found.doubts]


def test_the_lists_own_annex_is_none() -> None:
    found = imported(document("通知", "附件1", "云溪县2026年安全生产重点任务清单", LIST))
    assert not [d for d in found.doubts if "附件" in d.what or "另有标题" in d.what]


def test_units_that_may_be_one_are_named_once() -> None:
    head = ["序号", "重点任务", "责任单位", "完成时限"]
    two = [["1", "整治燃气", "县教育局", "9月底前"], ["2", "整治校车", "教育局", "9月底前"]]
    found = imported(document("云溪县2026年安全生产重点任务清单", table([head, *two])))
    assert [d.what for d in found.doubts if "同一单位" in d.what] == ["“教育局”与“县教育局”可能是同一单位"]
