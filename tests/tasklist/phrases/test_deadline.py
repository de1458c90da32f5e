"""Deadline phrases: what each comes to, worked out by hand with a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anquan_cli.tasklist.phrases import deadline
from anquan_cli.tasklist.phrases.deadline.lexer import WORDS
from anquan_cli.tasklist.plan import Schedule
from tests.tasklist.phrases.conftest import day

pytestmark = pytest.mark.elsewhere

MONTH_ENDS = "01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31"
QUARTER_ENDS = "03-31 06-30 09-30 12-31"
D, S, R = "date", "span", "recurring"

# phrase | kind | start | dates; MM-DD means the list's year, 2025
TABLE = f"""
3月底前|{D}||03-31
6月底前/12月底前|{D}||06-30 12-31
2025年底前|{D}||12-31
1月20日前|{D}||01-20
2月10日前|{D}||02-10
2026 年 7 月底前完成|{D}||2026-07-31
到2023年底|{D}||2023-12-31
2022年6月底前|{D}||2022-06-30
每月25日前|{R}||01-25 02-25 03-25 04-25 05-25 06-25 07-25 08-25 09-25 10-25 11-25 12-25
2021年2月3日前|{D}||2021-02-03
2026年12月|{D}||2026-12-31
2020年年底前|{D}||2020-12-31
6月底完成|{D}||06-30
5月底前动工|{D}||05-31
9月投入使用|{D}||09-30
9月底前（要全部开工）|{D}||09-30
二月底前完成|{D}||02-28
2024年2月底前|{D}||2024-02-29
10月中旬前|{D}||10-20
6月上旬|{D}||06-10
11月下旬|{D}||11-30
2024年2月下旬前|{D}||2024-02-29
6月中下旬|{D}||06-30
9月29日18时前|{D}||09-29
2025年6月30日17:00前|{D}||06-30
6月30日24时|{D}||06-30
6月30号|{D}||06-30
6月30日（含）前|{D}||06-30
五月一日|{D}||05-01
十二月底|{D}||12-31
二〇二五年六月底前|{D}||06-30
二零二六年三月十五日前|{D}||2026-03-15
廿日|unknown||
2025.6.30|{D}||06-30
2025-06-30|{D}||06-30
2025/6/30|{D}||06-30
6.30前|{D}||06-30
截至6月底|{D}||06-30
于6月底前完成|{D}||06-30
力争9月底前完成|{D}||09-30
6月15日前完成整改|{D}||06-15
11月30日前完成验收|{D}||11-30
年底|{D}||12-31
年末|{D}||12-31
今年底|{D}||12-31
去年底|{D}||2024-12-31
明年3月底前|{D}||2026-03-31
次年1月底前|{D}||2026-01-31
到2025年底|{D}||12-31
一季度末|{D}||03-31
第三季度末前|{D}||09-30
上半年底|{D}||06-30
10月份|{D}||10-31
3月底、6月底、9月底前|{D}||03-31 06-30 09-30
2025年3月和9月|{D}||03-31 09-30
2026年3月、9月|{D}||2026-03-31 2026-09-30
6月、12月|{D}||06-30 12-31
5月、10月底前|{D}||05-31 10-31
6月5日前、12月5日前|{D}||06-05 12-05
上半年完成方案，年底前完成建设|{D}||06-30 12-31
5月底完成主体，10月底投入使用|{D}||05-31 10-31
3月底前完成；长期坚持|{D}||03-31
全年|{S}|01-01|12-31
年内|{S}|01-01|12-31
本年度内|{S}|01-01|12-31
2025年度|{S}|01-01|12-31
2026年|{S}|2026-01-01|2026-12-31
贯穿全年|{S}|01-01|12-31
上半年|{S}|01-01|06-30
下半年|{S}|07-01|12-31
第一季度|{S}|01-01|03-31
二季度|{S}|04-01|06-30
3季度|{S}|07-01|09-30
四季度前完成|{S}|10-01|12-31
前三季度|{S}|01-01|09-30
2026年第四季度|{S}|2026-10-01|2026-12-31
1—9月份|{S}|01-01|09-30
1至6月|{S}|01-01|06-30
3月至5月|{S}|03-01|05-31
6月-9月|{S}|06-01|09-30
7月9日至17日|{S}|07-09|07-17
3月1日-5月31日|{S}|03-01|05-31
6月5-10日|{S}|06-05|06-10
11月至次年3月|{S}|11-01|2026-03-31
2024年11月至2025年3月|{S}|2024-11-01|03-31
2025年3月至6月|{S}|03-01|06-30
从2020年4月至2022年12月|{S}|2020-04-01|2022-12-31
2024-2026年|{S}|2024-01-01|2026-12-31
每半年|{R}||06-30 12-31
每半年一次|{R}||06-30 12-31
每季度|{R}||{QUARTER_ENDS}
每季度末|{R}||{QUARTER_ENDS}
按季度|{R}||{QUARTER_ENDS}
每季度末月20日前|{R}||03-20 06-20 09-20 12-20
每季度首月10日前|{R}||01-10 04-10 07-10 10-10
每季度最后一个月25日前|{R}||03-25 06-25 09-25 12-25
每月|{R}||{MONTH_ENDS}
每月底|{R}||{MONTH_ENDS}
每月最后一天|{R}||{MONTH_ENDS}
逐月|{R}||{MONTH_ENDS}
月调度|{R}||{MONTH_ENDS}
每两个月|{R}||02-28 04-30 06-30 08-31 10-31 12-31
每年|{R}||12-31
每年至少1次|{R}||12-31
每年6月底前|{R}||06-30
每年6月、12月|{R}||06-30 12-31
持续推进|standing||
长期坚持|standing||
常态化|standing||
常年|standing||
常态化推进|standing||
适时|vague||
及时|vague||
立即|vague||
随时|vague||
尽快|vague||
按时间节点|vague||
按上级要求|vague||
根据上级安排|vague||
按规定时限|vague||
汛期前|relative||05-31
汛期前10天|relative||05-22
汛期后1个月|relative||
会前5天|relative||
开工后1个月|relative||
15日内|relative||
5个工作日内|relative||
本月底前|relative||
春节前|relative||01-28
国庆节前|relative||09-30
两会期间|relative||
|unknown||
无|unknown||
2月30日|unknown||
13月底前|unknown||
9—1月|unknown||
6月左右|unknown||
6月初|unknown||
9月开始|unknown||
7月1日起|unknown||
3-5日|unknown||
1、6月底前|unknown||
6月底前没完成|unknown||
6月底前是否完成|unknown||
6月底前等重要节点|unknown||
6月底前（作废）|unknown||
二季度（另行通知）|unknown||
6月底前没收违规设备|date||06-30
1、6月底前完成排查，12月底前完成整改|unknown||
1、7月|date||01-31 07-31
每季度末25日前|recurring||03-25 06-25 09-25 12-25
每半年末20日前|recurring||06-20 12-20
每季度末15日、25日前|unknown||
每季一通报|recurring||{QUARTER_ENDS}
每月一调度|recurring||{MONTH_ENDS}
全年（每季度一次）|{R}||{QUARTER_ENDS}
4月—|unknown||
—12月|unknown||
即日起至12月底|{D}||12-31
现在起至6月底|{D}||06-30
4月至年底|{S}|04-01|12-31
3月起至年底前|{S}|03-01|12-31
3月底至年底|unknown||
3月1日至6月|unknown||
2025年3-6月|{S}|03-01|06-30
3月1日至6月底|{S}|03-01|06-30
3月至6月15日|{S}|03-01|06-15
年初至6月底|{S}|01-01|06-30
5月下旬至6月上旬|{S}|05-21|06-10
6月上旬—7月中旬|{S}|06-01|07-20
2025.3-2025.12|{S}|03-01|12-31
9.1-9.30|{S}|09-01|09-30
2025.9.1-2025.9.30|{S}|09-01|09-30
2025/9/1—2025/9/30|{S}|09-01|09-30
2025-09-01至2025-09-30|{S}|09-01|09-30
1月1日—12月31日|{S}|01-01|12-31
2025年3月-2026年2月|{S}|03-01|2026-02-28
2024年10月至次年3月|{S}|2024-10-01|03-31
今年9月至明年2月|{S}|09-01|2026-02-28
12月至3月|unknown||
1-3月5日|unknown||
7月9日至17日前完成|{S}|07-09|07-17
二季度至四季度|{S}|04-01|12-31
每季度次月5日前|{R}||01-05 04-05 07-05 10-05
每季度结束后10日内|{R}||01-10 04-10 07-10 10-10
每半年最后一个月20日前|{R}||06-20 12-20
每月5日前报送上月情况|{R}||01-05 02-05 03-05 04-05 05-05 06-05 07-05 08-05 09-05 10-05 11-05 12-05
每月1日至5日|{R}||01-05 02-05 03-05 04-05 05-05 06-05 07-05 08-05 09-05 10-05 11-05 12-05
每月30日前|{R}||01-30 02-28 03-30 04-30 05-30 06-30 07-30 08-30 09-30 10-30 11-30 12-30
每月31日|{R}||{MONTH_ENDS}
每月第一个周一|{R}||01-06 02-03 03-03 04-07 05-05 06-02 07-07 08-04 09-01 10-06 11-03 12-01
每月最后一个周五前|{R}||01-31 02-28 03-28 04-25 05-30 06-27 07-25 08-29 09-26 10-31 11-28 12-26
按月推进|{R}||{MONTH_ENDS}
月度|{R}||{MONTH_ENDS}
一月一次|{R}||{MONTH_ENDS}
按季推进|{R}||{QUARTER_ENDS}
分季度推进|{R}||{QUARTER_ENDS}
一季度一次|{R}||{QUARTER_ENDS}
每季度结束前|{R}||{QUARTER_ENDS}
每季度至少一次|{R}||{QUARTER_ENDS}
半年一次|{R}||06-30 12-31
一年两次|{R}||12-31
每年年底前|{R}||12-31
每年6月20日前、12月20日前|{R}||06-20 12-20
每年3月底、9月底|{R}||03-31 09-30
每3个月|{R}||{QUARTER_ENDS}
每隔两个月|unknown||
每两周|unknown||
元月底前|{D}||01-31
元月|{D}||01-31
第一、二季度|{D}||03-31 06-30
一、三季度|{D}||03-31 09-30
二、四季度末|{D}||06-30 12-31
25年6月底|{D}||06-30
52年6月底|unknown||
20250630|{D}||06-30
2025-06-30 00:00:00|{D}||06-30
2025-06-3 12:00|{D}||06-03
6/30|{D}||06-30
6/12|unknown||
6/12月底前|{D}||06-30 12-31
6、12月底前|{D}||06-30 12-31
6月15日、30日前|{D}||06-15 06-30
6月15、30日|{D}||06-15 06-30
6月30日（星期一）前|{D}||06-30
6月底前完成50%，12月底前完成100%|{D}||06-30 12-31
6月、12月各开展一次|{D}||06-30 12-31
6月底前完成并长期坚持|{D}||06-30
6月底前，并持续推进|{D}||06-30
全年，持续推进|{S}|01-01|12-31
分别于6月底、12月底前完成|{D}||06-30 12-31
第一阶段6月底前，第二阶段12月底前|{D}||06-30 12-31
第一批：3月底前；第二批：9月底前|{D}||03-31 09-30
完成时限：6月底前|{D}||06-30
不晚于6月底|{D}||06-30
2025年3月1日、2月29日|unknown||
年中|unknown||
到2026年|{D}||2026-12-31
2026年前|unknown||
每月5日前报送至年底|unknown||
每周一、每月底|unknown||
根据工作进展|vague||
按时完成|vague||
另行通知|vague||
分阶段推进|vague||
立行立改，长期坚持|standing||
常抓不懈|standing||
会议召开前|relative||
项目验收前|relative||
印发之日起30日内|relative||
自通知下发之日起三个月内|relative||
一年内|relative||
半个月内|relative||
半年内完成|relative||
次月5日前|relative||
汛期|relative||
汛期内|relative||
主汛期前|relative||
防汛期间|relative||
冬季|relative||
2025年春节前|relative||01-28
安全生产月期间|relative||
汛前|relative||05-31
入汛前完成|relative||05-31
2026年汛期前|relative||2026-05-31
汛期结束后|relative||
①6月底前②12月底前|{D}||06-30 12-31
①2月底前|{D}||02-28
1、6月底前；2、12月底前|{D}||06-30 12-31
1.6月底前；2.12月底前|{D}||06-30 12-31
1、2月|{D}||01-31 02-28
6月底前（8个）、12月底前（10个）|{D}||06-30 12-31
二O二五年六月|{D}||06-30
12月31|{D}||12-31
6月20日下班前|{D}||06-20
上半年和下半年各一次|{D}||06-30 12-31
一至三季度|{S}|01-01|09-30
全年常态化推进|{S}|01-01|12-31
自发文之日起至12月31日|{D}||12-31
每季度最后一个月底前|{R}||{QUARTER_ENDS}
每年汛期前|relative||05-31
每逢节假日|relative||
春节前、国庆节前|relative||01-28 09-30
春节前、6月底前|{D}||01-28 06-30
3月至6月初|unknown||
4月30日前报送方案，每季度末报送进展|unknown||
按序时进度|vague||
视情况而定|vague||
待定|unknown||
5月12日前后|unknown||
立即启动，6月底前完成|{D}||06-30
立即整改并长期坚持|vague||
暂定6月底|{D}||06-30
(1)5月20日前 (2)6月20日前|{D}||05-20 06-20
一是5月20日前；二是6月20日前|{D}||05-20 06-20
每月3日前报上月|{R}||01-03 02-03 03-03 04-03 05-03 06-03 07-03 08-03 09-03 10-03 11-03 12-03
定期|vague||
不定期|vague||
逐步推进|vague||
按照实施方案|vague||
根据省厅安排|vague||
视天气情况|vague||
按每月计划|unknown||
周期|unknown||
汛期结束前|relative||
森林防火期|relative||
春季防火期内|relative||
接到通知后|relative||
发现后立即|relative||
整改完成后|relative||
重大活动期间|relative||
20日前|unknown||
6月前后|unknown||
六十月|unknown||
详见附件|unknown||
6月前|{D}||06-30
2025年6月底前，全面完成|{D}||06-30
2025年6月底前、完成整改|{D}||06-30
3月底前，制定年度执法计划|{D}||03-31
5月底前，完成排查；9月底前，完成整改|{D}||05-31 09-30
6月底前完成排查、整改和验收|{D}||06-30
6月底前完成排查，建立台账，持续推进|{D}||06-30
6月底前、重阳节前|unknown||
6月底前、待定|unknown||
明年6月底、12月底前|{D}||2026-06-30 2026-12-31
26年3月、9月底前|{D}||2026-03-31 2026-09-30
次年3月、9月底前|{D}||2026-03-31 2026-09-30
2026年12月底前、次年3月底前|{D}||2026-12-31 2027-03-31
2024年12月底前，次年6月底前|{D}||2024-12-31 06-30
12月、次年1月、2月|{D}||12-31 2026-01-31 2026-02-28
今年12月、明年3月|{D}||12-31 2026-03-31
务必确保于2026年6月底、12月底前完成|{D}||2026-06-30 2026-12-31
2026年6月底前开工，力争12月底前完工|{D}||2026-06-30 2026-12-31
2026年一季度、前三季度|{D}||2026-03-31 2026-09-30
2026年3月底前启动，全年推进|{D}||2026-03-31 2026-12-31
2026年6月底前、6.30|unknown||
一、二季度，12月底前|{D}||03-31 06-30 12-31
一、二、三季度及年底前|{D}||03-31 06-30 09-30 12-31
1、2、3、6月底前|{D}||01-31 02-28 03-31 06-30
6月底前（年底前全部完成）|unknown||
每旬一次和上半年启动|unknown||
3、6、9、12月20日前|{D}||03-20 06-20 09-20 12-20
6、12月上旬|{D}||06-10 12-10
3月、6月、9月、12月25日前|{D}||03-25 06-25 09-25 12-25
6月和12月20日前|unknown||
4月、10月上旬|unknown||
6月12月20日前|unknown||
6月底、12月20日前|{D}||06-30 12-20
3月 6月 9月 12月|{D}||{QUARTER_ENDS}
6月底前 12月底前|{D}||06-30 12-31
三、六、九、十二月底前|{D}||{QUARTER_ENDS}
七、八月份|{D}||07-31 08-31
4月上旬和10月上旬|{D}||04-10 10-10
一季度和三季度|{D}||03-31 09-30
一、二、三季度|{D}||03-31 06-30 09-30
上下半年各一次|{D}||06-30 12-31
6月底前（第一批）、12月底前（第二批）|{D}||06-30 12-31
第一次6月底前，第二次12月底前|{D}||06-30 12-31
6月底前不得开工|unknown||
6月底前暂不实施|unknown||
6月底前，不得复工|unknown||
6月底前未整改到位的予以关闭|unknown||
6月底前无法完成|unknown||
6月底前禁止施工|unknown||
6月底前除外|unknown||
6月底前或视情况|unknown||
6月30日（不含）前|unknown||
6月底前（取消）|unknown||
6月底前（每月调度）|unknown||
6月底前（延期至9月底前）|{D}||09-30
6月底前完成不少于5家|{D}||06-30
6月底前完成整改或关闭|{D}||06-30
11月9日（消防宣传日）前|{D}||11-09
3月底前完成摸底排查|{D}||03-31
3月底前完成初步设计|{D}||03-31
6月底前完成前期工作|{D}||06-30
12月20日前报送全年工作总结|{D}||12-20
5月底前做好汛期准备工作|{D}||05-31
2025年底前完成整改并销号|{D}||12-31
6月底前整改到位|{D}||06-30
4月15日前报送至县安委办|{D}||04-15
6月底前至少开展一次应急演练|{D}||06-30
6月底前完成50户|{D}||06-30
6月底前完成“回头看”|{D}||06-30
6月底通车|{D}||06-30
不得晚于6月30日|{D}||06-30
最迟不超过6月底|{D}||06-30
必须在6月底前完成|{D}||06-30
不早于6月底|unknown||
（2025年6月底前）|{D}||06-30
【6月底前】|{D}||06-30
“6月底前”|{D}||06-30
整改时限：2025年6月30日前|{D}||06-30
启动时间：3月底；完成时间：10月底|{D}||03-31 10-31
完成时限：长期|standing||
完成时限：每季度|{R}||{QUARTER_ENDS}
发文日期：2025年3月1日|unknown||
2025上半年|{S}|01-01|06-30
2025年度内|{S}|01-01|12-31
今年完成|{S}|01-01|12-31
全年（持续推进）|{S}|01-01|12-31
2025—2026年度|{S}|01-01|2026-12-31
2025年12月底前，2026年持续推进|unknown||
6月1日-7月31日期间|{S}|06-01|07-31
6月16日（周一）至6月20日（周五）|{S}|06-16|06-20
2025-01-01~2025-12-31|{S}|01-01|12-31
1-3月整改到位|{S}|01-01|03-31
三至五月|{S}|03-01|05-31
从现在开始到年底|{D}||12-31
2025年每季度|{R}||{QUARTER_ENDS}
2026年每半年|{R}||2026-06-30 2026-12-31
原则上每半年一次|{R}||06-30 12-31
全年，每季度一次|{R}||{QUARTER_ENDS}
上半年每月一次|{R}||01-31 02-28 03-31 04-30 05-31 06-30
6月底前每周|unknown||
2025年起每季度|{R}||{QUARTER_ENDS}
每季度一次，并长期坚持|{R}||{QUARTER_ENDS}
适时，每季度一次|unknown||
每季度一次，6月底前完成|unknown||
每季度召开一次安委会全体会议|{R}||{QUARTER_ENDS}
每半年至少组织一次应急演练|{R}||06-30 12-31
每半年报送一次工作总结|{R}||06-30 12-31
每月报送至明年|unknown||
每月检查除外|unknown||
每季度召开会议、通报情况|{R}||{QUARTER_ENDS}
一月两次|{R}||{MONTH_ENDS}
月通报|{R}||{MONTH_ENDS}
每双月|{R}||02-28 04-30 06-30 08-31 10-31 12-31
每半个月|{R}||01-15 01-31 02-15 02-28 03-15 03-31 04-15 04-30 05-15 05-31 06-15 06-30 07-15 07-31 08-15 08-31 09-15 09-30 10-15 10-31 11-15 11-30 12-15 12-31
季末|{R}||{QUARTER_ENDS}
季末月25日前|{R}||03-25 06-25 09-25 12-25
每季度最后一月的25日前|{R}||03-25 06-25 09-25 12-25
每季度首月底前|{R}||01-31 04-30 07-31 10-31
每季度最后一天|{R}||{QUARTER_ENDS}
每年上半年|{R}||06-30
每年1月10日前报送上年度总结|{R}||01-10
每年5月底前，并长期坚持|{R}||05-31
每年11月至次年3月|unknown||
每月最后一个工作日|unknown||
长期持续推进|standing||
持续排查整治|standing||
常态化监管|standing||
坚持常态化|standing||
即查即改|vague||
立即整改到位|vague||
自即日起|vague||
按国家、省、市统一部署|vague||
根据工作需要适时开展|vague||
结合工作实际|vague||
有序推进|vague||
汛期前完成，并长期坚持|relative||05-31
汛期前完成排查、整改|relative||05-31
汛期前、主汛期前|unknown||
力争汛前完成|relative||05-31
进入汛期前|relative||05-31
每年汛前|relative||05-31
“五一”前|relative||04-30
全国“两会”期间|relative||
每年春节前|relative||01-28
施工期间|relative||
雨季来临前|relative||
事故发生后|relative||
发现隐患后立即整改|relative||
资金下达后|relative||
两小时内|relative||
当日|relative||
本周五下班前|relative||
前一季度|unknown||
前两季度|{S}|01-01|06-30
6月底前才能开工|unknown||
6月以前的|unknown||
2025年3月1日印发的文件|unknown||
年内至少开展2次|{S}|01-01|12-31
分年度实施|{R}||12-31
6月底前完成，此后长期坚持|{D}||06-30
边整边改|vague||
每季度末将工作总结报县安委办|{R}||{QUARTER_ENDS}
2025年6月底前完成隐患排查，形成问题清单和制度措施清单并报县安委办备案|{D}||06-30
"""
CASES = [line.split("|") for line in TABLE.strip("\n").split("\n")]


def parse(phrase: str, year: int, anchors: dict[str, str] | None = None) -> Schedule:
    return deadline.parse(phrase, year, anchors).schedule


@pytest.mark.watched
def test_a_phrase_comes_to_its_kind_and_dates() -> None:
    expected = [
        (phrase, kind, day(start) if start else None, tuple(map(day, dates.split())))
        for phrase, kind, start, dates in CASES
    ]
    assert [(*parse(phrase, 2025),) for phrase, *_ in CASES] == expected


def test_lines_of_a_cell_are_dates_of_their_own_or_one_that_was_wrapped() -> None:
    assert parse("6月底前\n12月底前", 2025).dates == (date(2025, 6, 30), date(2025, 12, 31))
    assert parse("2025年\n6月底前", 2025).dates == (date(2025, 6, 30),)
    for numbered in ("1.方案3月底前印发\n2.6月底前完成整改", "3月底前完成排查\n2.6月底前完成整改"):
        assert parse(numbered, 2025).dates == (date(2025, 3, 31), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("phrase", "dates"),
    [
        ("一季度部署\n二季度排查\n三季度整治\n四季度总结", "03-31 06-30 09-30 12-31"),
        ("3月底前动员部署\n4—6月自查自改\n7—10月集中整治\n11—12月总结提升", "03-31 06-30 10-31 12-31"),
        ("3月1日—4月30日自查自改\n5月1日—9月30日集中整治", "04-30 09-30"),
        ("上半年完成排查\n下半年完成整改", "06-30 12-31"),
        ("上半年自查自改\n下半年督查检查", "06-30 12-31"),
        ("6月底前完成\n上半年任务整改", "06-30"),
        ("每季度报送\n下半年", "09-30 12-31"),
        ("10月底前完成5—9月\n防汛值班安排", "10-31"),
        ("9月底前开展\n二季度检查", "09-30"),
    ],
)
def test_lines_that_begin_with_a_period_are_stages_where_they_come_to_more_days(
    phrase: str, dates: str
) -> None:
    assert parse(phrase, 2025).dates == tuple(map(day, dates.split()))


@pytest.mark.parametrize(
    "line",
    [
        "再延1个月",
        "宽限15天",
        "递延",
        "结转",
        "超期",
        "适当放宽",
        "勘误",
        "见附件",
        "视情",
        "省级验收",
        "月度调度",
    ],
)
def test_a_line_that_is_no_part_of_the_work_above_is_not_swallowed_by_it(line: str) -> None:
    found = parse(f"6月底前完成整改\n{line}", 2025)
    assert (found.kind, found.dates) == ("unknown", ())


def test_an_upright_line_parts_dates() -> None:
    for line in ("6月底前|12月底前", "6月底前｜12月底前"):
        assert parse(line, 2025).dates == (date(2025, 6, 30), date(2025, 12, 31))


def test_days_of_every_month() -> None:
    found = parse("每月5日、15日、25日前", 2025)
    assert found.kind == "recurring"
    assert found.dates == tuple(date(2025, m, d) for m in range(1, 13) for d in (5, 15, 25))


def test_every_friday_of_2025() -> None:
    fridays = tuple(date(2025, 1, 3) + timedelta(weeks=n) for n in range(52))
    for phrase in ("每周五12点前", "每周（周五前）", "每个周五前", "每个星期五"):
        assert parse(phrase, 2025).dates == fridays
    assert fridays[-1] == date(2025, 12, 26)


def test_every_day_and_every_third_of_a_month() -> None:
    for phrase in ("每日", "每天17时前报送", "日报告"):
        assert parse(phrase, 2024).dates == tuple(date(2024, 1, 1) + timedelta(days=n) for n in range(366))
    thirds = [date(2025, 1, d) for d in (10, 20, 31)] + [date(2025, 2, d) for d in (10, 20, 28)]
    for phrase in ("每旬", "每旬末前报送"):
        assert parse(phrase, 2025).dates[:6] == tuple(thirds)


def test_several_days_of_the_week() -> None:
    for phrase in ("每周三、周五", "每周三、五", "每周三和周五前报送"):
        assert parse(phrase, 2025).dates[:4] == tuple(date(2025, 1, d) for d in (1, 3, 8, 10))
    assert parse("每周周五", 2025).dates == parse("每周五", 2025).dates


def test_a_list_files_own_anchors_give_dates() -> None:
    anchors = {"开工": "2025-03-01", "会": "05-20", "汛期": "06-15"}
    assert parse("开工后1个月", 2025, anchors).dates == (date(2025, 4, 1),)
    assert parse("会前5天", 2025, anchors).dates == (date(2025, 5, 15),)
    assert parse("汛期前", 2025, anchors).dates == (date(2025, 6, 14),)
    assert parse("完工后1个月", 2025, anchors).dates == ()
    assert parse("汛期前、会前5天", 2025, anchors).dates == (date(2025, 5, 15), date(2025, 6, 14))
    assert parse("“五一”前", 2025, {"“五一”": "05-01"}).dates == (date(2025, 4, 30),)
    assert parse("2026年开工前", 2025, anchors).dates == ()
    new_year = {"元旦": "2026-01-01"}
    assert parse("元旦前", 2025, new_year).dates == (date(2025, 12, 31),)
    assert len(parse("元旦、春节、五一、国庆前", 2025, new_year).dates) == 4
    assert parse("元旦前10天", 2025, new_year).dates == (date(2025, 12, 22),)
    assert parse("进入采暖季前", 2025, {"采暖季": "11-01"}).dates == (date(2025, 10, 31),)


def test_month_ends_in_leap_years() -> None:
    assert parse("每月", 2024).dates[1] == date(2024, 2, 29)
    assert parse("2月底前", 2028).dates == (date(2028, 2, 29),)
    assert parse("2024年每月底前", 2025).dates[1] == date(2024, 2, 29)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_parsing_never_raises(text: str) -> None:
    assert parse(text, 2025).text == text


@pytest.mark.many
def test_blanks_and_full_width_digits_change_nothing() -> None:
    full = {ord(a): ord(a) + 0xFEE0 for a in "0123456789"}
    for phrase in (c[0] for c in CASES if c[0] and " 12:00" not in c[0]):
        clean = parse(phrase, 2025)
        for variant in (" ".join(phrase), f"　{phrase}\n", phrase.translate(full)):
            assert parse(variant, 2025)[1:] == clean[1:], variant


@pytest.mark.many
def test_every_word_of_the_table_repeated_is_read_to_its_end() -> None:
    for head in ("", "每月", "6月底前", "自", "（"):
        for word in sorted(WORDS)[::80]:
            assert parse((head + word * 100)[:198] + "x", 2025).text
    for word in ("6月、", "1-", "每", "（6月", "6月底前完成", "自5月起，"):
        assert parse(word * (100_000 // len(word)), 2025).kind == "unknown"


def test_an_endless_phrase_is_unknown() -> None:
    assert parse("1-" * 50_000, 2025).kind == "unknown"
    assert parse("每月" + "1、" * 90, 2025).kind == "unknown"
    assert parse("6月底前" + " " * 900 + "不得开工", 2025).kind == "unknown"


@pytest.mark.parametrize(
    ("phrase", "anchors", "missing"),
    [
        ("开工后1个月", {}, "开工"),
        ("会前5天", {"开工": "2025-03-01"}, "会"),
        ("国庆节后5天", {}, "国庆节"),
        ("主体工程开工后1个月内完成验收", {}, "主体工程开工"),
        ("开工后", {}, ""),
        ("开工后", {"开工": "2025-03-01"}, ""),
        ("国庆节后", {"国庆节": "2025-10-01"}, ""),
        ("两会后", {"两会": "03-05/03-11"}, ""),
        ("15日内", {}, ""),
        ("十五日内", {}, ""),
        ("月底", {"月底": "2025-06-30"}, ""),
        ("冬春季", {}, ""),
    ],
)
def test_only_what_would_date_it_is_advised_of_an_undated_phrase(
    phrase: str, anchors: dict[str, str], missing: str
) -> None:
    (doubt,) = deadline.parse(phrase, 2025, anchors).doubts
    if missing:
        assert doubt.message == f"所依的“{missing}”没有在 anchors 写明日期"
        assert f"anchors: {{{missing}: 2025-03-01}}" in doubt.hint
        assert parse(phrase, 2025, {missing: "2025-03-01"}).dates
    else:
        assert "anchors" not in doubt.message + doubt.hint and "due: [" in doubt.hint


@pytest.mark.watched
@pytest.mark.parametrize(
    ("phrase", "anchors", "message", "hint"),
    [
        (
            "全国两会期间", {}, "所依的“全国两会”没有在 anchors 写明日期",
            "请写明该日，形如 anchors: {全国两会: 2026-03-01}，或在旁边写 due: [2026-06-30]",
        ),
        (
            "国庆期间", {}, "没有写明“国庆”起止的日子",
            "请在 anchors 写明，形如 anchors: {国庆: 10-01/10-07}，或在旁边写 due: [2026-06-30]",
        ),
        (
            "元旦前", {}, "没有写明是哪一年的元旦",
            "请写明年份（2027年元旦前），或写 anchors: {元旦: 2027-01-01}，或在旁边写 due: [2026-06-30]",
        ),
        *(
            (
                phrase, {word: day}, f"按 anchors 写的“{word}”推算，早于清单的年度",
                "请核对 anchors 中的年份；年底的“元旦前”写次年的元旦：元旦: 2027-01-01",
            )
            for phrase, word, day in (
                ("全国两会期间", "全国两会", "2025-03-01"), ("开工后1个月", "开工", "2024-03-01"),
                ("元旦前", "元旦", "2026-01-01"), ("元旦前", "元旦", "01-01"),
            )
        ),
    ],
)  # fmt: skip
def test_an_anchor_is_told_in_the_lists_year(
    phrase: str, anchors: dict[str, str], message: str, hint: str
) -> None:
    assert deadline.parse(phrase, 2026, anchors).doubts == (deadline.Doubt(message, hint),)
    assert parse("元旦前", 2026, {"元旦": "2027-01-01"}).dates == (date(2026, 12, 31),)


def test_a_rhythm_that_begins_after_the_list_is_told_as_that() -> None:
    (doubt,) = deadline.parse("每月底前", 2025, since=date(2026, 7, 1)).doubts
    assert doubt.message == "在 from: 2026-07-01 之后没有到期日，from 用不上"
