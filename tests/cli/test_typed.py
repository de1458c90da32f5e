"""What people type: full-width, from a chat, from Word. Either it is understood or it is told in one sentence.

Today is 20 June 2025, a Friday.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import LEAST, Run

TODAY = "2025-06-20"

# line → what is recorded of it
RECORDED: list[tuple[str, dict[str, Any]]] = [
    ("mark 第16项 完成 --unit 林业局", {"targets": ["16"], "status": "done", "unit": "县林业局"}),
    ("mark 3、5、7-9 推进中 --percent 40％", {"targets": ["3", "5", "7", "8", "9"], "status": "doing", "percent": 40}),
    ("mark 9 doing --on 昨天", {"targets": ["9"], "on": "2025-06-19"}),
    ("note 9 已开会 --expected 三季度末", {"note": "已开会", "expected": "2025-09-30"}),
    # ids
    ("mark 3,5,7 done", {"targets": ["3", "5", "7"]}),
    ("mark ３，５，７ done", {"targets": ["3", "5", "7"]}),
    ("mark 第3、5、7项 done", {"targets": ["3", "5", "7"]}),
    ("mark 3、5和7 done", {"targets": ["3", "5", "7"]}),
    ("mark 第三项与第5项及七 done", {"targets": ["3", "5", "7"]}),
    ("mark 11.建筑施工及燃气 done", {"targets": ["11.5"]}),
    ("mark 第三项至第五项 doing", {"targets": ["3", "4", "5"]}),
    ("mark 3到5 doing", {"targets": ["3", "4", "5"]}),
    ("mark 3～5 doing", {"targets": ["3", "4", "5"]}),
    ("mark 3—5 doing", {"targets": ["3", "4", "5"]}),
    ("mark 3;5；7 doing", {"targets": ["3", "5", "7"]}),
    ("mark “12” “完成”", {"targets": ["12"], "status": "done"}),
    ("mark 12． 已完成。", {"targets": ["12"], "status": "done"}),
    ("mark 12。 DONE", {"targets": ["12"], "status": "done"}),
    ("mark １１．煤矿 进行中", {"targets": ["11.1"], "status": "doing"}),
    ("mark 十二 办结！", {"targets": ["12"], "status": "done"}),
    ("mark 第4.3项 推进中", {"targets": ["4.3"]}),
    # days
    ("mark 9 doing --on 6.19", {"on": "2025-06-19"}),
    ("mark 9 doing --on 6/19", {"on": "2025-06-19"}),
    ("mark 9 doing --on 20250619", {"on": "2025-06-19"}),
    ("mark 9 doing --on 2025年6月19号", {"on": "2025-06-19"}),
    ("mark 9 doing --on ６月１９日", {"on": "2025-06-19"}),
    ("mark 9 doing --on 六月十九日", {"on": "2025-06-19"}),
    ("mark 9 doing --on 19号", {"on": "2025-06-19"}),
    ("mark 9 doing --on 上周五", {"on": "2025-06-13"}),
    ("mark 9 doing --on 3天前", {"on": "2025-06-17"}),
    ("note 9 x --expected 9月底", {"expected": "2025-09-30"}),
    ("note 9 x --expected 9月底前", {"expected": "2025-09-30"}),
    ("note 9 x --expected 九月份", {"expected": "2025-09-30"}),
    ("note 9 x --expected 9月上旬", {"expected": "2025-09-10"}),
    ("note 9 x --expected 国庆节前", {"expected": "2025-09-30"}),
    ("note 9 x --expected 上半年", {"expected": "2025-06-30"}),
    ("note 9 x --expected 年底前", {"expected": "2025-12-31"}),
    ("note 9 x --expected 月底", {"expected": "2025-06-30"}),
    ("note 9 x --expected 下月底", {"expected": "2025-07-31"}),
    ("note 9 x --expected 下周五", {"expected": "2025-06-27"}),
    ("note 9 x --expected 下周", {"expected": "2025-06-29"}),
    ("note 9 x --expected 10天内", {"expected": "2025-06-30"}),
    ("note 9 x --expected 两周后", {"expected": "2025-07-04"}),
    # options and words
    ("mark 9 doing -m 已部署 -u 应急局", {"note": "已部署", "unit": "县应急管理局"}),
    ("mark 9 doing --count ３家", {"count": 3}),
    ("mark 9 doing --count 1500户", {"count": 1500}),
    ("mark 9 doing --count 1,200", {"count": 1200}),
    ("mark 9 doing --count 十二", {"count": 12}),
    ("mark 9 doing --percent 百分之四十", {"percent": 40}),
    ("mark 6 done --stage 第二阶段", {"targets": ["6"], "stages": [2]}),
    ("mark 6 done --stage 第2期", {"targets": ["6"], "stages": [2]}),
    ("mark 6 done --stage 第1至2阶段", {"targets": ["6", "6"], "stages": [1, 2]}),
    ("mark 16 done --unit 交城县林业局", {"unit": "县林业局"}),
    ("mark 16 done --unit “林业局”", {"unit": "县林业局"}),
    ("mark 16 done --unit LYJ", {"unit": "县林业局"}),
    ("mark 12\u200b done", {"targets": ["12"]}),
    ("mark ‘12’ done", {"targets": ["12"]}),
    ("mark 16 done --unit ‘林业局’", {"unit": "县林业局"}),
    ("mark 16 done --unit 林业局。", {"unit": "县林业局"}),
    ("note 9 x --expected 月底前", {"expected": "2025-06-30"}),
    ("note 9 x --expected 元旦前", {"expected": "2025-12-31"}),  # the list's year begins with its own
    ("note 9 x --expected 国庆节前", {"expected": "2025-09-30"}),
    ("mark 9 doing --count 1,234,567", {"count": 1234567}),
    ("mark 9 doing --percent ４０％", {"percent": 40}),
    ("mark 9 done --note=--json", {"note": "--json"}),
    ("mark 9 done --note -已部署", {"note": "-已部署"}),
    ("note 9 x --expected 周五前", {"expected": "2025-06-20"}),
    ("note 9 x --expected 下周五之前", {"expected": "2025-06-27"}),
    ("note 9 x --expected 3天前", {"expected": "2025-06-17"}),
    ("mark 12 done --note ——已全部完成", {"note": "——已全部完成"}),
    ("note 9 “两会”期间已排查", {"note": "“两会”期间已排查"}),
]  # fmt: skip


@pytest.mark.many
@pytest.mark.parametrize(("line", "expected"), RECORDED)
def test_what_can_be_understood_is_recorded(run: Run, line: str, expected: dict[str, Any]) -> None:
    ran = run(*shlex.split(line), today=TODAY)
    assert ran.code == 0, ran.err
    (event,) = run("log", "--json", today=TODAY).json
    event["stages"] = [t["stage"] for t in event["targets"]]
    event["targets"] = [t["id"] for t in event["targets"]]
    assert {key: event[key] for key in expected} == expected


# line → what the one sentence says
TOLD = [
    ("mark 12 done ——note 完成", "选项前是两个减号：--note"),
    ("mark 16 done —unit 林业局", "选项前是两个减号：--unit"),
    ("list 应急局", "按单位查请写 --unit 应急局"),
    ("list --status 逾期", "逾期不是状态\n提示：看逾期请用 --light 红 或 anquan due --overdue"),
    # an input method's and Word's dashes, quotes, blanks
    ("mark 12 done －－note 完成", "选项前是两个减号：--note"),
    ("mark 12 done –note 完成", "选项前是两个减号：--note"),
    ("mark 12 done －－ｎｏｔｅ 完成", "选项前是两个减号：--note"),
    ("mark 12 done -note 完成", "选项前是两个减号：--note"),
    ("mark 12 done —-percent=40", "选项前是两个减号：--percent"),
    ("note 12 已开会 ——problem 人手不足", "选项前是两个减号：--problem"),
    ("note 12 已开会 —unit 林业局", "选项前是两个减号：--unit"),
    ("list －u 林业局", "选项前是一个减号：-u"),
    ("——unit 林业局 list", "选项前是两个减号：--unit"),
    ("due －－overdue", "选项前是两个减号：--overdue"),
    ("due --month＝6", "选项的等号要用半角（=）"),
    ("mark 12 done --note “已部署 排查”", "引号要用半角：从“已部署”起"),
    ("note 12 “已开会 部署”", "引号要用半角：从“已开会”起"),
    ("mark\u300012 done", "词与词之间要用半角空格；是否想写 anquan mark？"),
    ("mark 12\u3000done", "要写编号和状态，未作记录\n提示：词与词之间要用半角空格；例如"),
    ("mark 12 done\u3000--unit 县水利局", "词与词之间要用半角空格：“done\u3000--unit”"),
    ("due --month\u30006", "词与词之间要用半角空格：“--month\u30006”"),
    ("mark 11 12\u3000done --note 已部署", "提示：词与词之间要用半角空格；"),
    ("list --unit 林业局\u3000--named", "词与词之间要用半角空格：“林业局\u3000--named”"),
    ("list --status 红\u3000黄", "提示：词与词之间要用半角空格；"),
    ("note 99 甲\u3000乙", "清单中没有编号“99”\n提示：最接近的是"),  # in what is recorded it is no fault
    ("mark 99 done --note 甲\u3000乙", "清单中没有编号“99”\n提示：最接近的是"),
    ("mark 6 done --stage 全部", "--stage 看不懂“全部”\n提示：请写阶段的序号：2、1-24 或 3,5；全部阶段请用 --all-stages"),
    ("mark 6 done --stage 期", "--stage 看不懂“期”"),
    ("list --UNIT 林业局", "选项用半角小写字母：--unit"),
    ("-unit 林业局 list", "选项前是两个减号：--unit"),
    ("-help", "选项前是两个减号：--help"),
    ("mark -help", "选项前是两个减号：--help"),
    ("list /unit 林业局", "选项前是两个减号：--unit"),
    ("list --行业 煤矿", "是否想写 --sector？选项用英文写"),
    ("mark 12 done --备注 已部署", "是否想写 --note？选项用英文写"),
    # options by other names, of other verbs, or with what belongs behind them
    ("list --单位 林业局", "是否想写 --unit？选项用英文写"),
    ("due --逾期", "是否想写 --overdue？选项用英文写"),
    ("mark 12 doing --进度 40", "是否想写 --percent？选项用英文写"),
    ("mark 12 done --date 6.19", "是否想写 --on？可用"),
    ("mark 12 doing --deadline 9月底", "是否想写 --expected？可用"),
    ("due --days 30", "是否想写 --within？可用"),
    ("list --dept 林业局", "是否想写 --unit？可用"),
    ("summary --file 通报.docx", "是否想写 -o？可用"),
    ("list --month 6", "提示：--month 用在 anquan due、anquan summary；可用"),
    ("due --light 黄", "提示：--light 用在 anquan list；可用"),
    ("due --quarter 三季度", "提示：--quarter 用在 anquan summary；可用"),
    ("list --untis 林业局", "是否想写 --unit？可用"),
    ("--hlep", "是否想写 --help？可用"),
    ("export --json", "没有选项“--json”\n提示：是否想写 --format json？"),
    ("export --to 进展.xlsx", "没有选项“--to”\n提示：可用 anquan export --help"),
    ("mark 12 done --note好", "是否想写 --note？它和后面的内容之间空一格"),
    ("note 12 -m 已部署", "没有选项“-m”\n提示：note 的说明直接写在编号后面，不写选项；可用"),
    ("note 12 --note 已部署", "提示：note 的说明直接写在编号后面，不写选项；可用"),
    ("note 12 --备注 已部署", "提示：note 的说明直接写在编号后面，不写选项；可用"),
    ("list --unit：林业局", "是否想写 --unit？它和后面的内容之间空一格"),
    ("list -单位 林业局", "提示：选项用英文写；可用"),
    # words in the wrong place
    ("mark 12 已完成 已部署", "状态“已完成”后面多出“已部署”，未作记录\n提示：说明写在 --note 后面"),
    ("mark 3,5,7 done --unit 应急局 林业局", "状态“done”后面多出“林业局”"),
    ("mark 12 推进中 80%", "百分比写在 --percent 后面"),
    ("note 已开会 12", "“已开会”不是编号，未作记录\n提示：编号在前"),
    ("note 12 已开会 已部署", "说明放在最后；中间有空格的，用半角引号括起来"),
    # a name or a sentence with a blank in it
    ("init 我 县", "多余的参数：县\n提示：中间有空格的，用半角引号括起来；可用"),
    ("list --home 我 县", "多余的参数：县\n提示：中间有空格的，用半角引号括起来；可用"),
    ("--home 我 县 list", "没有命令“县”\n提示：中间有空格的，用半角引号括起来；可用"),
    ("check 我 的.yaml", "多余的参数：的.yaml\n提示：中间有空格的，用半角引号括起来；可用"),
    ("summary -o 周 通报.docx", "多余的参数：通报.docx\n提示：中间有空格的，用半角引号括起来；可用"),
    ("list --search 隐患 排查", "多余的参数：排查\n提示：中间有空格的，用半角引号括起来；可用"),
    ("list --unit 林业局 红", "按亮灯查请写 --light 红；中间有空格的，用半角引号括起来；可用"),
    ("list 林业局 水利局", "多余的参数：林业局 水利局\n提示：按单位查请写 --unit 林业局；可用"),
    ("units --add 县 教育局", "--add 后面多出“教育局”，未作改动\n提示：中间有空格的，用半角引号括起来"),
    ("mark 12 done --note 已部署 排查", "百分比写在 --percent 后面；中间有空格的，用半角引号括起来"),
    ("show 3、5", "这里一次只写一项"),
    ("log 3-5", "这里一次只写一项"),
    ("list --unit 应急局、林业局", "一次只写一个单位；最接近的是“县应急管理局”、“县林业局”"),
    ("list --sector 煤矿,危化", "一次只写一个行业"),
    ("units --unit 林业局", "请写 anquan units 林业局"),
    ("sectors 煤矿", "按行业查请用 anquan list --sector 煤矿"),
    ("export 进展.xlsx", "写成文件请写 -o 进展.xlsx"),
    ("export -o 进展.xls", "不能写成 .xls 文件\n提示：请把后缀改成 .xlsx"),
    ("summary -o 通报.doc", "不能写成 .doc 文件\n提示：请把后缀改成 .docx"),
    ("list --sort 早晚", "可用：编号 id、期限 due、状态 status、单位 unit"),
    # what does not go together, or is out of bounds
    ("summary --json --format md", "--json 与 --format 不能同时用"),
    ("summary --week last --month 6", "--week、--month 不能同时用"),
    ("summary --month 8", "2025-08-01 才开始，还没有可通报的"),
    ("summary --since 6.15 --until 6.10", "--since 2025-06-15 晚于 --until 2025-06-10"),
    ("summary --format docx", "docx 要写成文件\n提示：请加 -o 通报.docx"),
    ("export --format xlsx", "xlsx 要写成文件\n提示：请加 -o 进展.xlsx"),
    ("export --format csv -o ''", "-o 后面是空的"),
    ("import 清单.docx -o ''", "-o 后面是空的"),
    # a script's variable that is empty: the day, the name would be another than was meant
    ("mark 9 done --on ''", "--on 后面是空的，没有执行\n提示：请写出内容，或去掉 --on"),
    ("mark 9 doing --expected=", "--expected 后面是空的"),
    ("mark 9 done --by ''", "--by 后面是空的"),
    ("mark --by '' -- 9 done", "--by 后面是空的"),
    ("--today '' mark 9 done", "--today 后面是空的"),
    ("due --within ''", "--within 后面是空的"),
    ("mark 9 done --unit", "选项 --unit 后面缺少值"),
    ("summary --week -o 周报.docx", "选项 --week 后面缺少值"),
    ("due --month --all", "选项 --month 后面缺少值"),
    # what is said to be typed next is one word for a shell
    ("export '进 展.xlsx'", "写成文件请写 -o '进 展.xlsx'；"),
    ("list '$(x) 隐患'", "查文字请写 --search '$(x) 隐患'；"),
    ("--home '没 有' list", "请运行 anquan init '没 有'"),
    ("--home '$(x)' list", "请运行 anquan init '$(x)'"),
    ("units --unit '林 业'", "请写 anquan units '林 业'"),
    ("mark 9 doing --expected 十", "看不懂日期“十”"),
    # a comma is no part of a number, but of thousands; each option has its own units
    ("mark 9 doing --count 1,2", "--count 要写整数，不能写“1,2”\n提示：请只写一个数字，例如 --count 10"),
    ("mark 9 doing --count 2,00", "--count 要写整数，不能写“2,00”"),
    ("mark 9 doing --count １，２", "--count 要写整数，不能写“１，２”"),
    ("mark 9 doing --count 1、2", "--count 要写整数，不能写“1、2”"),
    ("mark 9 doing --count 12,", "--count 要写整数，不能写“12,”"),
    ("mark 9 doing --percent 4,0", "--percent 要写整数，不能写“4,0”"),
    ("mark 9 doing --percent 1,00", "--percent 要写整数，不能写“1,00”"),
    ("mark 9 doing --percent 4项", "--percent 要写整数，不能写“4项”\n提示：请只写一个数字，例如 --percent 10；数量写在"),
    ("mark 9 doing --percent 33.3", "--percent 要写整数，不能写“33.3”\n提示：请写成 --percent 33"),
    ("mark 9 doing --percent 0.5", "--percent 要写整数，不能写“0.5”\n提示：请只写一个数字"),
    ("mark 9 doing --count 1500余户", "--count 要写整数，不能写“1500余户”"),
    ("mark 9 doing --count 3万户", "--count 要写整数，不能写“3万户”"),
    ("summary --quarter 上半年", "请写成 2、2025-Q2 或 last（上季度）；别的时段请写 --since 1月 --until 6月 这样的起止"),
    ("mark 9 doing --count 40%", "--count 要写整数，不能写“40%”\n提示：请只写一个数字，例如 --count 10；百分比写在"),
    ("mark 9 doing --count 第4号", "--count 要写整数，不能写“第4号”"),
    ("mark 9 doing --count 10000000000000000000000", "数量 10000000000000000000000 超出范围"),
    ("summary --at 10000000000000000000000", "没有记录号为 10000000000000000000000 的记录\n提示：台账里还没有记录"),
    ("summary --at 5", "没有记录号为 5 的记录\n提示：台账里还没有记录"),
    ("summary --at -5", "没有记录号为 -5 的记录"),
    ("mark 9 doing --expected 元宵前", "看不懂日期“元宵前”"),
    ("due --before 元旦", "看不懂日期“元旦”"),
    ("mark 9 done --on 6月31日", "没有“6月31日”这一天\n提示：请核对日期"),
    ("note 9 。", "没有写说明：“。”里没有字，未作记录"),
    ("note 9 ！（）", "没有写说明：“！（）”里没有字，未作记录\n提示：编号在前，说明放在最后"),
    ("note 9 已部署 --problem 。", "--problem 后面没有看得见的字，未作记录\n提示：请写出内容，或去掉 --problem"),
    ("note 9 已部署 --next ，", "--next 后面没有看得见的字，未作记录"),
    ("mark 9 paused --note ／", "--note 后面没有看得见的字，未作记录"),
    ("--home 甲 init 乙", "文件夹写了两处：--home 和最后一个词"),
    ("mark 9 doing --note=", "--note 后面没有看得见的字，未作记录"),
    ("mark 9 doing --problem ''", "--problem 后面没有看得见的字，未作记录"),
    ("note 9 已部署 --next ''", "--next 后面没有看得见的字，未作记录"),
    ("mark 18.8 doing --count 1", "第18.8项每个单位各有目标，不知这是哪个单位的数量，未作记录"),
    ("mark 9 done --evidence 《》", "--evidence 后面没有看得见的字，未作记录"),
    (f"mark 9 done --by {'王' * 101}", "登记人（--by）太长，不像姓名，未作记录\n提示：请写出姓名，例如 --by 王芳"),
    ("note 9 10", "没有写说明：“10”是编号，未作记录"),
    ("undo 1 2", "多余的参数：2\n提示：一次只写一个，分几次执行"),
    ("show 1 2", "多余的参数：2\n提示：一次只写一个，分几次执行"),
    ("list --search ''", "--search 后面是空的"),
    ("list --search ' '", "--search 后面是空的"),
    ("list --search \u200b", "--search 后面是空的"),
    # an option taken for a value, a verb taken for one, a sign taken into it
    ("mark 12 done --note --json", "选项 --note 后面缺少值\n提示：后面接着的是选项 --json"),
    ("--home -x list", "选项 --home 后面缺少值\n提示：后面接着的是选项 -x"),
    ("--home list", "选项 --home 后面缺少值\n提示：list 是命令，被当成了值"),
    ("--unit list", "选项 --unit 后面缺少值"),
    ("mark 12 done -m=已部署", "-m 后面不写等号\n提示：没有执行，请空一格：-m 已部署"),
    ("summary -o=周报.docx", "-o 后面不写等号"),
    ("list -u=应急局", "-u 后面不写等号"),
    ("units --suggest --json", "--suggest、--json 不能同时用"),
    ("units --add 县教育局 --json", "--add、--json 不能同时用"),
    ("units --suggest --add 县教育局", "--add、--suggest 不能同时用"),
    ("units --suggest 林业局", "--suggest 后面多出“林业局”"),
    ("note 12 推进中", "“推进中”是状态，未作记录\n提示：登记状态请用 anquan mark 12 推进中；"),
    ("note 12 done", "“done”是状态，未作记录"),
    ("状态", "是否想写 anquan status？"),
    ("行业", "是否想写 anquan sectors？"),
    ("check ''", "文件名是空的"),
    ("import ''", "文件名是空的"),
    ("compare '' ''", "文件名是空的"),
    ("help 登记", "是否想写 anquan mark？"),
    ("summary -o '{}.md'", "文件名里没有“{}”这个写法"),
    ("summary -o '{year.md'", "文件名里没有“{year.md”这个写法"),
    ("summary -o '周报}.md'", "文件名里没有“}”这个写法"),
    ("list --light 3", "不认识的亮灯“3”\n提示：可用：red 红"),
    ("mark 9 todo --percent 50", "--percent 只用于推进中（doing）的事项，未作记录\n提示：请去掉 --percent"),
    ("list --unit 县教育局", "登记到名册（属于单位组的再加 --group）：anquan units --add 县教育局"),
    # a line that is printed does what it says: the county's way of writing, no half a name, whose word it is
    ("list --unit 教育局", "登记到名册（属于单位组的再加 --group）：anquan units --add 县教育局"),
    ("list --unit 太原市教育局", "anquan units --add 太原市教育局"),
    ("list --unit 供电公司", "anquan units --add 供电公司"),
    ("mark 5 done --unit 天宁", "名称没有写全的，请写全称，如县教育局、天宁镇；如确有此单位，请登记到名册（属于单位组的再加 --group）：anquan units --add 单位全称"),
    ("units --add '县教育局 5211'", "“县教育局 5211”是“县教育局”之后多写了字的名称，未作改动"),
    ("units --add 县教育局：张三", "“县教育局：张三”是“县教育局”之后多写了字的名称，未作改动"),
    ("units --add 县教育局13800001111", "“县教育局13800001111”是“县教育局”之后多写了字的名称"),
    ("list --unit '县教育局 5211'", "提示：它是“县教育局”之后多写了字的名称；一次只写一个单位"),
    ("note 12 13 done --unit 林业局", "登记状态请用 anquan mark 12 13 done --unit 林业局；"),
    ("init 明年 --from 今年.yaml --tasks 别的.yaml", "清单写了两处：--tasks 和 --from，未作改动"),
    ("due --within 7 --overdue", "--within、--overdue 不能同时用"),
    ("log --limit=-1", "--limit 不能小于 0"),
    ("init 明年 --year 2026", "--year 要与 --from 同用"),
    ("list --named", "--named 要与 --unit 同用"),
    ("list --category 应急", "有几个类别“应急”\n提示：可用：六 强化应急救援准备、七 提升应急队伍能力素质"),
    ("list --category 八", "没有类别“八”"),
    ("mark 4.3 done --stage 1 --all-stages", "--stage 与 --all-stages 不能同时用"),
    ("mark 12 done --count 1000000001", "数量 1000000001 超出范围，未作记录"),
    ("mark 12 done --count 99999999999", "提示：请写累计数，0 至 1000000000（10亿）的整数"),
    ("mark 12 done --percent 50", "--percent 只用于推进中"),
    ("/?", "是否想写 anquan help？"),
    ("mark 应急局 done", "“应急局”是单位，不是编号\n提示：单位写在 --unit 后面"),
    ("show 应急局", "anquan list --unit 应急局"),
    ("log 林业局", "“林业局”是单位，不是编号\n提示：看它的登记历史请写 anquan log --unit 县林业局"),
    ("verify 28:78edd9a39290", "核对印过的编号请写 --expect 28:78edd9a39290"),
    ("due --overdue --late", "--overdue、--late 不能同时用"),
    ("summary --format pdf", "请写 -o 通报.pdf"),
    ("summary --format pdf -o 通报.docx", "请写 -o 通报.pdf"),
    ("mark 9 done --unit 财政局", "确有任务的，请在清单文件这一项的 units 里写上它"),
    ("mark 16 done --unit 安委办", "等部门分工负责；县安委办自己登记的，去掉 --unit；确有任务的，请在清单文件"),
    ("mark 12 done --on 明天", "还没有办的不登记，上一周的请写 上周日 这样的日子；预计完成的日子请用 --expected"),
    ("list -- --json", "-- 后面的都不是选项；选项写在 -- 前面；可用"),
    ("mark 12 done --expected 6月30日", "请去掉 --expected；办理的日子写在 --on 后面"),
    # what would be set aside without a word
    ("mark 12 done --unit 林业局 --all-units", "--unit 与 --all-units 不能同时用，没有执行"),
    ("--unit 水利局 mark 12 done --unit 林业局", "--unit 写了两次：“水利局”和“林业局”"),
    ("--today 2025-03-01 mark 10 doing --today 2025-06-20", "--today 写了两次"),
    ("--by 李 note 12 已部署 --by 赵", "--by 写了两次：“李”和“赵”"),
    ("mark done 12", "编号在前，状态写在最后"),
    ("list 12", "看这一项请用 anquan show 12"),
    ("list 煤矿", "按行业查请写 --sector 煤矿"),
    ("list 已完成", "按状态查请写 --status 已完成"),
    ("list 红灯", "按亮灯查请写 --light 红灯"),
    ("list 逾期", "看逾期请用 --light 红 或 anquan due --overdue"),
    ("list 隐患排查", "查文字请写 --search 隐患排查"),
    ("due 6月", "按月看请写 --month 6月"),
    ("due 7天", "看今后几天请写 --within 7天"),
    ("summary 上周", "按周看请写 --week 上周"),
    ("summary 二季度", "按季度看请写 --quarter 二季度"),
    ("status 林业局", "按单位查请写 --unit 林业局"),
    ("list 6月", "按月看请用 anquan due --month 6月"),
    ("list 本周", "看那时以前到期的请用 anquan due --before 本周"),
    ("list 22", "查文字请写 --search 22"),
    ("list 矿山", "按行业查请写 --sector 矿山"),
    ("due 下周", "看那时以前到期的请写 --before 下周"),
    ("due 明天", "看那时以前到期的请写 --before 明天"),
    ("log 昨天", "“昨天”是日子，不是编号\n提示：看那时以来的请写 --since 昨天"),
    ("log 6月", "看那时以来的请写 --since 6月"),
    ("log 22", "编号从 1 到 21"),
    ("export excel", "写成这种格式请写 --format excel"),
    ("mark 煤矿 done", "“煤矿”是行业，不是编号\n提示：它的分项是 11.1；"),
    ("mark 水利 done", "“水利”是单位，不是编号"),
    ("note 12 13", "“13”是编号，未作记录"),
    ("12 done", "看这一项请用 anquan show 12"),
    ("应急局", "按单位查请用 anquan list --unit 应急局"),
    ("6月", "按月看请用 anquan due --month 6月"),
    ("逾期", "anquan due --overdue"),
    ("units 全部", "查看时不写单位就是看全部"),
    ("mark 9 done --unit 全体", "登记时不写单位，是代表全部责任单位登记"),
    ("mark 9 done --unit 各乡镇", "一次只写一个单位"),
    ("mark 4 done --unit 林业局", "给它写上单位组（groups: [行业安全专业委员会办公室]）"),
    ("show 信息化", "按文字查请用 anquan list --search 信息化"),
    ("show 天上掉下来", "清单中没有编号“天上掉下来”\n提示：编号从 1 到 21"),
    ("mark 全部 done", "要全部的，写成 1-21；编号从 1 到 21"),
    ("export --格式 word", "是否想写 --format？选项用英文写"),
    ("import {list}", "已经是清单文件，不必导入\n提示：检查它请用 anquan check"),
    # an option of one value given two
    ("mark 16 done --unit 林业局 --unit 水利局", "--unit 写了两次：“林业局”和“水利局”"),
    ("mark 9 doing --percent 50 --note 甲 --percent=60", "--percent 写了两次：“50”和“60”"),
    ("mark 9 doing -m 甲 --note 乙", "--note 写了两次：“甲”和“乙”"),
    ("due --month 6 -m 7", "-m 写了两次：“6”和“7”"),
    # nothing to see
    ("mark 9 paused --note \u200b\u3164", "--note 后面没有看得见的字，未作记录"),
    ("note 9 \ufe0f\u2800", "要写编号和说明，未作记录"),
    # what is no status, no verb, no day
    ("list --status 未完成", "未完成不是状态\n提示：看未办结的请用 --status 未启动,推进中,暂缓"),
    ("list --status 未报送", "看谁没有报送请用 anquan units"),
    ("mark 12 逾期", "逾期不是状态"),
    ("mark 12 未完成", "登记请写 推进中 或 未启动"),
    ("mark 12 80%", "百分比写在 --percent 后面"),
    ("mark 12 推进中40%", "推进中40%不是状态\n提示：没有全部做完的请写 推进中，百分比写在 --percent 后面"),
    ("mark 12 未启动60%", "未启动60%不是状态\n提示：没有全部做完的请写 推进中，百分比写在 --percent 后面"),
    ("mark 12 暂缓50％", "百分比写在 --percent 后面"),
    ("mark 12 完成一半", "没有全部做完的请写 推进中"),
    ("mark 12 已完成四成", "没有全部做完的请写 推进中"),
    ("mark 12 基本完成", "没有全部做完的请写 推进中"),
    ("mark 12 百分之八十", "没有全部做完的请写 推进中"),
    ("list 3月底前完成", "看那时以前到期的请用 anquan due --before 3月底前完成"),
    ("mark 12 finished", "不认识的状态“finished”\n提示：可用：todo"),
    ("mark 12 完成了", "是否想写 已完成？"),
    ("mark 12 办结了", "是否想写 已完成？"),
    ("mark 12 √", "是否想写 已完成？"),
    ("mark 12 100%", "不认识的状态“100%”\n提示：全部完成请写 已完成；"),
    ("mark 12 30%", "提示：百分比写在 --percent 后面：推进中 --percent 30；"),
    ("note 12 无 --unit 县水利局", "登记状态请用 anquan mark 12 无 --unit 县水利局 --note 理由；"),
    ("note 12 12345678901234567890", "没有写说明：“12345678901234567890”里没有字"),
    ("note 12 -5度以下停工", "没有选项“-5”\n提示：内容以减号开头的，它前面单写一个 --"),
    ("note 12 -一是检查", "（选项写在 -- 前面）：anquan note 12 -- -一是检查；可用"),
    ("note 12 '- 一是检查；'", "（选项写在 -- 前面）：anquan note 12 -- '- 一是检查；'；可用"),
    ("note 12 --一是检查", "（选项写在 -- 前面）：anquan note 12 -- --一是检查；可用"),
    (
        "--by 王芳 note 12 -5度停工 --unit 应急局 --json",
        "：anquan --by 王芳 note 12 --unit 应急局 --json -- -5度停工；可用",
    ),
    ("note 12 -单位 应急局", "是否想写 --unit？选项用英文写"),
    ("note 12 -- -3处 --unit 应急局", "“--unit”不是编号，未作记录\n提示：-- 后面的都不是选项；选项写在 -- 前面"),
    ("mark 12 doing -3处", "没有选项“-3”\n提示：内容写在 --note 后面：--note -3处；可用"),
    ("mark 12 doing -一是检查", "内容写在 --note 后面：--note -一是检查；可用"),
    ("mark -3 done", "没有选项“-3”\n提示：编号、数字前面不写减号；可用"),
    ("import -清单.docx", "：anquan import -- -清单.docx；可用"),
    # a word that turns the sense is never answered with its opposite
    ("mark 12 待销号", "待销号不是状态\n提示：已经办结、还没有销号的请写 已完成，核查过的写 已销号"),
    ("mark 12 计划完成", "登记请写 推进中 或 未启动"),
    ("mark 12 无法完成", "登记请写 推进中 或 未启动"),
    ("mark 12 已启动", "不认识的状态“已启动”\n提示：是否想写 推进中？可用：todo"),
    ("mark 12 启动", "是否想写 推进中？"),
    ("mark 12 未开展", "是否想写 未启动？"),
    ("mark 12 待启动", "是否想写 未启动？"),
    ("mark 12 已落实", "是否想写 已完成？"),
    ("mark 12 未落实", "不认识的状态“未落实”\n提示：可用：todo"),
    ("mark 12 中止", "不认识的状态“中止”\n提示：可用：todo"),
    ("mark 12 未推进", "不认识的状态“未推进”\n提示：可用：todo"),
    ("mark 12 不再涉及", "是否想写 不涉及？"),
    ("列表", "是否想写 anquan list？"),
    ("单位", "是否想写 anquan units？"),
    ("删除 1", "是否想写 anquan undo？"),
    ("help 修改", "是否想写 anquan undo？"),
    ("撤销", "是否想写 anquan undo？"),
    ("登记 12 完成", "是否想写 anquan mark？"),
    ("导出", "是否想写 anquan export？"),
    ("导入 清单.docx", "是否想写 anquan import？"),
    ("日志", "是否想写 anquan log？"),
    ("search 消防", "是否想写 anquan list？"),
    ("done 12", "是否想写 anquan mark？"),
    ("ＭＡＲＫ 12 done", "是否想写 anquan mark？"),
    ("versoin", "是否想写 anquan version？"),
    ("note 9 x --expected 九月初", "看不懂日期“九月初”"),
    ("mark 9 doing --on 明天", "办理日期 2025-06-21 晚于今天"),
    ("mark 9 doing --percent 过半", "--percent 要写整数"),
    ("due --within 很久", "看不懂天数“很久”"),
    ("due --before 13月", "看不懂月份“13月”"),
    ("log --since 0月", "看不懂月份“0月”"),
    ("mark 9 doing --expected 13月", "看不懂月份“13月”"),
    ("summary --week 24 --until 2025-06-30", "--week、--until 不能同时用"),
    ("summary --week 53", "才开始"),
    ("init 明年 --from {list} --year 3000", "1949 到 2999"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), TOLD)
def test_what_cannot_is_told_and_nothing_is_recorded(run: Run, workspace: Path, line: str, said: str) -> None:
    data = Path(__file__).parents[2] / "data" / "tasks.yaml"
    ran = run(*shlex.split(line.replace("{list}", data.as_posix())), today=TODAY)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err and ran.err.startswith("错误：") and ran.err.count("\n") == 2
    assert not (workspace / "home" / "ledger.jsonl").exists()


# two lines that say the same
ALIKE = [
    ("due --month 六月", "due --month 6"),
    ("due --month 6月份", "due --month 6"),
    ("due --month 本月", "due --month 2025-06"),
    ("due -m 上月", "due --month 5"),
    ("due --within 10天", "due --within 10"),
    ("due --within 两周", "due --within 14"),
    ("due --before 6月底", "due --before 2025-06-30"),
    ("due --before 月底", "due --before 2025-06-30"),
    ("log --since 上周", "log --since 2025-06-09"),
    ("summary --month last", "summary --month 5"),
    ("summary -m 上月", "summary --month 5"),
    ("summary --quarter last", "summary --quarter 1"),
    ("summary --quarter 上季度", "summary --quarter 一季度"),
    ("summary --week 上周", "summary --week 24"),
    ("summary --since 5月 --until 上周五", "summary --since 2025-05-01 --until 2025-06-13"),
    ("list -u 应急局", "list --unit 县应急管理局"),
    ("list --light 红灯", "list --light red"),
    ("list --light 红色,黄", "list --light 红 --light 黄"),
    ("list --status 未启动。", "list --status todo"),
    ("list --category 第四类", "list --category 四"),
    ("list --category 四、", "list --category 四"),
    ("list --sort 期限", "list --sort due"),
    ("show 第12项", "show 12"),
    ("show 十二", "show 12"),
    ("help due", "due -h"),
    ("help", "--help"),
]


@pytest.mark.many
@pytest.mark.parametrize(("typed", "plain"), ALIKE)
def test_two_ways_of_saying_it(run: Run, typed: str, plain: str) -> None:
    run("mark", "3", "doing", today=TODAY)
    one, other = (run(*line.split(), today=TODAY) for line in (typed, plain))
    assert one == other and (one.code, one.out != "") == (0, True)


def test_last_months_bulletin_goes_into_the_folder_under_its_own_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "通报").mkdir()
    assert run("summary", "--month", "上月", "-o", f"{tmp_path / '通报'}/", today=TODAY).code == 0
    assert [p.name for p in (tmp_path / "通报").iterdir()] == ["通报-2025-05-01至2025-05-31.docx"]


@pytest.mark.many
@pytest.mark.parametrize("ending", ["docx", "html", "json", "md", "xlsx"])
@pytest.mark.parametrize("command", ["summary --month 5", "export"])
def test_next_weeks_paper_takes_the_place_of_this_weeks(
    run: Run, listed: Callable[[str], Path], tmp_path: Path, command: str, ending: str
) -> None:
    listed(LEAST)
    place = tmp_path / f"一周.{ending}"
    for _ in range(2):
        ran = run(*command.split(), "-o", str(place), today=TODAY)
        assert (ran.code, place.stat().st_size > 0) == (0, True), ran.err


def test_a_record_is_taken_back_by_the_number_as_it_is_printed(run: Run) -> None:
    run("mark", "3", "done", today=TODAY)
    run("mark", "5", "done", today=TODAY)
    assert run("undo", "第1号", "--json", today=TODAY).json["event"]["seq"] == 3
    assert [row[3] for row in run("log", today=TODAY).rows] == ["mark", "mark", "undo"]
    assert "第5项" not in run("log", "--limit", "1条", width=80, today=TODAY).out
    told = run("undo", "上一条", today=TODAY)
    assert (told.code, "撤销最近一条请用 anquan undo；记录号从 1 到 3" in told.err) == (2, True)


@pytest.mark.parametrize(
    "line", ["mark 1² doing", "show 1²", "mark 3 doing --percent 4⁰", "list --category 1₂", "due --within ²"]
)
def test_a_raised_figure_is_a_footnotes_and_no_digit_of_a_number(run: Run, line: str) -> None:
    """An id copied from a paper with its footnote: 1² is not 12."""
    ran = run(*line.split(), today=TODAY)
    assert (ran.code, ran.out) == (2, "")
    assert any(c in ran.err for c in "²⁰₂")


def test_an_option_may_be_said_twice_alike_and_before_and_after(run: Run) -> None:
    assert run("list", "--unit", "林业局", "--unit", "林业局", today=TODAY).code == 0
    assert (
        run("--unit", "林业局", "mark", "16", "done", "--unit", "水利局", today=TODAY).code == 2
    )  # none of its own
    assert run("mark", "9", "doing", "--evidence", "甲", "--evidence", "乙", today=TODAY).code == 0
    assert run("mark", "9", "doing", "--note=--unit", "--unit", "林业局", today=TODAY).code == 0


def test_a_category_is_found_by_a_word_that_else_only_follows_its_name(
    run: Run, listed: Callable[[str], Path]
) -> None:
    """第一类 is 一; 类 alone is a part of a title."""
    listed(LEAST.replace("提升安全意识", "甲类"))
    assert [run("list", "--category", word).code for word in ("类", "甲", "第一类", "乙")] == [0, 0, 0, 2]


@pytest.mark.parametrize(
    ("typed", "since", "hint"),
    [
        ("--week 第1期", "2025-03-03", ""), ("--week 2025年第15期", "2025-06-09", ""),
        ("--month 第2期", "2025-04-01", ""), ("--quarter 第1期", "2025-01-01", ""),
        ("--week 10", "2025-03-03", "--week 10 是 2025-03-03 至 2025-03-09；第10期请写 --week 第10期。"),
        ("--week 2025-W24", "2025-06-09", ""), ("--week 第24周", "2025-06-09", ""),
    ],
)  # fmt: skip
def test_an_issue_is_asked_for_by_the_number_that_is_printed(
    run: Run, listed: Callable[[str], Path], typed: str, since: str, hint: str
) -> None:
    """Counted from Monday 3 March; 9 June begins the 24th week of the calendar, the 15th from then."""
    listed(LEAST.replace("year: 2025\n", "year: 2025\nfirst_issue: 2025-03-05\n"))
    ran = run("summary", *typed.split(), "--json", today="2025-06-15")
    assert (ran.json["period"]["since"], "第10期请写" in ran.err) == (since, bool(hint))
    assert hint in ran.err
    late = run("summary", "--week", "第100期", today="2025-06-15")
    assert late.code == 2 and "看不懂周次“第100期”" in late.err
