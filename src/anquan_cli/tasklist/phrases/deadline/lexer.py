"""A deadline phrase cut into tokens: numbers, words of time, and the words that may stand beside a date."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# The one table of tokens: kind, then its words; the longest word of the table wins, whatever its kind.
_TABLE = """
UNIT     年 年度 月 月份 日 号 天 周 星期 礼拜 季 季度 旬 时 点 分 小时 工作日
YEARWORD 今年 本年 本年度 明年 次年 翌年 当年 去年 上年 上年度
HALF     上半年 下半年
THIRD    上旬 中旬 下旬 中下旬 上中旬
END      底 末 终 末尾
WHOLE    全年 全年度 年内 年度内 贯穿全年
BEFORE   年内 前 之前 以前 前夕 止 为止 内 之内 以内 期间 结束前 到来前 来临前 开始前
AFTER    开始 后 之后 以后 以来 以外 前后 左右 起 初 中 上下 之日起 起算
FROM     从 自
EACH     每 按 逐 分 每逢 每隔
WHICH    末月 首月 次月 最后
SOME     双月 单月
SEP      、 , ; / | 。 及 和 以及 并
COLON    :
RANGE    - 至 到
OPEN     (
CLOSE    )
LEAD     其中 进入 分别 务必 必须 应 应当 须 需 请 要 计划 预计 暂定 拟 力争 确保 争取 预定 原则上 于 在 至 到 截至 截止 不迟于 不晚于 最迟 最晚 最长 不得晚于 不得迟于 不超过 不得超过 最迟不超过 最迟不晚于 我县 全县 全市 各地
NEAR     本月 当月 下月 次月 本周 下周 本季度 下季度 次季度 本旬 当日 次日 当天 当周
TIME     下班 上午 下午 中午 晚 整
LABEL    时限 时间 期限 日期 节点 时间节点 时间要求 时限要求 完成时限 整改时限 截止时间 完成时间 启动时间 办结时限
ADV      基本 全面 全部 要全部 集中 正式 主体 至少 不少于 各 均 都 已 按时 按期 如期 按要求 首次 率先 再 并 同步 及时 统一 组织 初步 全县 逐一 依法 认真 彻底 切实 一律 一次性 将 对 把 向 为 由 完全 先 最终 必须 务必 力争 确保 应 要 须 需 有序 稳步 持续 不断 扎实 深入 主体工程
VERB     了解 摸清 查清 理清 厘清 具备 满足 确立 完备 吸纳 消化 盘活 引进 引入 签约率 种植 养殖 收购 储存 运输 投保 参保 缴费 认领 授权 退还 退回 回访 走访 慰问 没收 完成 落实 办结 到位 见效 动工 开工 竣工 完工 启动 报送 上报 呈报 报县 报市 报备 备案 销号 实施 实现 达到 建成 建立 建设 投入 投用 投运 交付 挂牌 签约 进场 封顶 通车 上线 试运行 运行 验收 整改 清零 完毕 制定 制订 出台 印发 下发 结束 召开 组织 开展 取得 排查 整治 治理 总结 消除 部署 自查 自纠 督查 督导 督办 评估 总评 考核 检查 抽查 巡查 复查 核查 检验 检测 检修 检定 监测 监管 监督 执法 改造 更新 淘汰 拆除 搬迁 清理 清运 清查 清淤 修订 修改 修缮 修复 维修 维护 养护 加固 更换 安装 配备 配齐 储备 采购 招标 编制 编印 编写 提交 提出 公布 公示 公开 发布 通报 反馈 汇总 统计 登记 建档 归档 录入 填报 普查 摸底 摸排 调查 调研 研判 研究 审查 审核 审批 审议 批复 核发 签订 签发 宣传 宣讲 培训 演练 教育 学习 观摩 推广 推进 推动 推行 加强 强化 提升 提高 优化 完善 健全 规范 解决 化解 处置 处理 查处 查封 关闭 关停 取缔 打击 打造 创建 培育 争创 申报 申请 拨付 下达 分解 细化 明确 确定 确认 形成 覆盖 全覆盖 接入 联网 联通 并网 贯通 开通 通水 通电 使用 启用 应用 运用 应急 值守 清洗 消毒 发放 张贴 悬挂 更正 补齐 补充 增加 增设 新增 新建 改建 扩建 设立 设置 成立 选址 施工 铺设 敷设 架设 绿化 硬化 亮化 美化 净化 压减 压降 压缩 降低 下降 减少 控制 遏制 防范 防治 治愈 接种 免疫 收割 播种 抢收 植树 造林 补植 退出 腾退 兑现 兑付 偿还 支付 结算 决算 审计 移交 移送 交办 转办 会商 调度 汇报 述职 述法 述学 报告 开幕 举办 举行 参加 参赛 选派 派驻 聘任 招录 招聘 培养 评选 评定 评审 评价 表彰 命名 授牌 认定 认证 评级 分类 分级 建档立卡 试点 试用 试行 铺开 启用 盘点 核对 核实 核销 核定 测算 测试 调试 联调 勘察 勘测 勘查 设计 立项 选定 征收 征求 协调 对接 衔接 保障 做好 抓好 搞好 办理 谋划 安排 布置 动员 筹备 准备 做到 见底 收官 交账 交卷 过半 攻坚 攻克 突破 划定 划分 标定 隔离 封堵 封闭 疏通 疏浚 除险 排除 消号 起步 建账 交工 通航 通气 供水 供暖 供热 通暖 点火 停用 置换 替换 撤并 整合 归并 合并 转移 安置 入住 分配 配套 配置 升级 扩容 提标 达标 合格 创成 命名 摘牌 摘帽 脱贫 巩固 收集 整理 梳理 汇编 印制 送达 上墙 上报 公告 通告 告知 签收 签署 缴纳 收缴 征缴 清缴 清收 清欠 回收 复垦 复绿 复工 复产 复课 开学 到岗 上岗 轮训 轮岗 报 建 修 见成效 出成果 拿出 交出 补办 换发 换证 年检 年审 备齐 备足 到账 入库 出库 开建 续建 动态 更新 覆盖 评 查 列出 建起 用上 装上 成型 进行 跟进 落地
LIGHT    完成 开展 启动 组织 做好 总结 制定 编制 报送 上报 消除 部署 抓好 推进 落实 解决 实施 基本消除 提交 印发 下达 汇总 谋划 填报 通报 报
NOUN     报表 问题 煤矿 矿山 企业 单位 部门 学校 医院 领域 行业 工作 任务 方案 项目 阶段 批 期 次 步 轮 类 档 其他 其余 其它 隐患 工程 乡镇 街道 社区 村 计划 报告 总结 情况 材料 清单 台账 名单 资金 设备 设施 桥梁 隧道 道路 路段 主体 一般 重大 较大 较大隐患 工地 场所 商场 市场 园区 消防 燃气 危化品 危险化学品 非煤矿山 交通 特种设备 省级 市级 县级 乡级 国道 省道 县道 尾矿库 水库 河道
STEADY   即日起长期 长期 持续 常态 常态化 常年 日常 经常 经常性 长效 贯穿始终 全过程 全程 始终 常抓不懈 长抓不懈 一以贯之 久久为功 不间断 长期坚持 日常工作 长期性
GOON     并 坚持 保持 此后 今后 后续 性 化 工作 推进 开展 实施 落实 抓好 进行 巩固 管理 执行 用力 深化 推动 做好 任务 有效 不断 深入 动态 整改 整治 改进 提升 优化 完善 加强 跟进 跟踪 关注 监管 监测 排查 检查 巡查 运行 发力
SOON     按要求 同步 适时 岁末年初 今冬明春 及时 立即 随时 尽快 尽早 即时 限时 限期 按期 按时 如期 第一时间 即刻 马上 近期 即日 即日起 现在 目前 当前 另行通知 分阶段 分步 分批 逐步 阶段性 分期分批 定期 不定期 实时 按需 有序 稳步 加快 立行立改 即知即改 即查即改 即行即改 立查立改 边查边改 边整边改 边学边改 随报随查 即报即办 随到随办
BYRULE   按 与 依 根据 依据 按照 依照 结合 视
DUTY     同步 时间 节点 要求 规定 安排 部署 时限 期限 进度 进展 计划 通知 需要 情况 实际 方案 约定 程序 天气
EVENT    召开 开会 会 会议 发生 开工 动工 复工 复产 竣工 完工 验收 投产 投用 使用 施工 作业 印发 下发 公布 发布 启动 结束 到来 来临 上岗 实施 整改 检查 完成 通知 发现 接报 接到通知 文件 入场 进场 放假 上市 运营 营业 开业 通车 销号 审批 开学 考核 督查 督察 评估 入井 下达 到位 批复 出台 合格 施行 收到 生效 发文 立案 受理
FEAST    节 节日 十一 春节 元旦 国庆 国庆节 五一 五一节 中秋 中秋节 端午 端午节 清明 清明节 劳动节 两会 重大节假日 节假日 假期 高考 中考 开学 春运 暑假 寒假 暑期 入冬 入夏 封冻 上冻 高温 雨季 冬春 冬春季 冬季 夏季 春季 秋季 供暖 供暖季 采暖季 汛 汛期 主汛期 主汛 防汛 入汛 供暖期 采暖期 防火期 重大活动 重要活动 重要节点 重点时段 重要时段 重点时期 敏感时期 极端天气 安全生产月 宣传周 宣传月 活动月 活动周 生产月 春分 冬至 重阳节
NEG      不 未 无 没 没有 非 免 免于 暂不 尚未 不再 不予 不能 不可 勿 莫 别
DENY     ? 吗 呢 了 已于 有效期 示例 如: 例: 停办 撤回 放弃 否决 另议 也许 待 仍 仍需 尚 尚待 约 之际 之时 以外 之外 另行通知 发文日期 发文时间 印发日期 印发时间 发布日期 发布时间 成文日期 填报日期 填表日期 制表日期 打印日期 统计时间 起始时间 开始时间 开始日期 废止 终止 取消 撤销 作废 失效 中止 暂停 暂缓 停止执行 搁置 待定 待确认 待核实 待批准 待批 待报 待审 未定 另定 另行 再定 再议 除外 免予 无需 无须 毋需 毋须 不需 不必 不用 不含 不包括 不适用 不作为 已变更 已过 已取消 是否 可否 能否 或者 或 若 如果 如遇 如不 否则 大约 大概 可能 争议 存疑 有误 错误 更正为 原定 原计划 原为 原 曾 改期 顺延 推迟 延期 延迟 延后 延缓 延长 提前 缓办 豁免 例外 参考 仅供 暂未 未能 难以 无法 不得 禁止 严禁 不准 不许 农历 阴历 旧历 旧称 财年 学年 距 距离 离 除 晚于 迟于 早于 超过 不早于 最早 以上年 才能 方可 后方可 为准 择期 建议 拟定 征求意见稿 举例 例如 比如 不再执行 停止 叫停 变更 调整 修改 改为 改至 废除 不执行 作废止 过期 届满 失效 缓期 休止 叫停 自动 终结 视同 视为 不受 等
CHANGE   延期至 延期到 延至 延长至 延长到 调整为 调整至 调整到 改为 改至 变更为 变更至 推迟至 推迟到 顺延至 顺延到 提前至 提前到 展期至 改期至 更改为 更正为 修改为 延迟至 延迟到 延后至 现改为 现调整为 改到
OF       的 得
SAFE     辖区内 区域内 范围内 境内 县域内 校内 园区内 城区内 行业内 系统内 规定时间内 不合格 不达标 不放过 不到位 不落实 不规范 不放心 不托底 不满 不良 未成年人 无人机 无证 无照 非煤 非法 非法违法 非公 无主 四不两直 没收 高质量 不少于 不低于 不漏 无死角 不留死角 不留盲区 不漏一户 无害化 无障碍 无烟 未达标 免费 及以前 及以上 以上 以下 及以下 等级 等重点 等问题 等工作 等领域 等单位 等设施 等任务 前置 前期 内涝 内部 内容 季节性 半挂 半挂车 周边 周围 日间 天桥 天然气 天然 起重 起重机械 底数 末端 年检 年审 月台 日用 中小 中学 中型 中心 中央 县级 原料 原油 原址 除雪 除冰 除险 除尘 除四害 离岗 离职 距今 若干 或有 曾用名 等等 如厕 如实 后勤 后期 后续 后备 回头看 调整优化 结构调整 产业结构调整 变更登记 停止使用 停止作业 初步 初期 初中 初验 高度 度汛 防汛 汛期安全 分类 分级 分局 自建房 自备 自动化 自动 自然 自行 自来水 到期 到岗 至今 从业 从严 按需 逐户 逐项 每户 每村 每家 对标 应急 应届 要道 要素 在建 在用 在册 各类 各项 各级 各乡镇 初审 中期 末梢 终端 日产 号牌 点位 点对点 分布式 时效 周转 旬邑 前沿 前端 内审 内控 止血 止滑
DOUBLED  两节 元旦春节 中秋国庆 双节
"""
_DIGIT = {**dict(zip("〇零一二三四五六七八九", [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)), "两": 2}
_CHINESE = frozenset(_DIGIT) | set("十廿卅百")
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?![\d.%])")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+%?)*|[0-9]+")
_UNITS = tuple("年月日号天周季旬个时点小工次星礼")
WORDS: dict[str, frozenset[str]] = {}
for _line in _TABLE.strip().split("\n"):
    _kind, *_listed = _line.split()
    for _entry in _listed:
        WORDS[_entry] = WORDS.get(_entry, frozenset()) | {_kind}
_LONGEST = max(map(len, WORDS))


class Token(NamedTuple):
    """A piece of a phrase; `kinds` are all that its word may be, the grammar says which it is."""

    text: str
    kinds: frozenset[str]
    value: tuple[int, ...] = ()  # a number's, or the parts of a date in figures

    @property
    def number(self) -> int | None:
        """What a number says."""
        return self.value[0] if len(self.value) == 1 else None


_NUM, _FUZZY, _WORD = frozenset({"NUM"}), frozenset({"FUZZY"}), frozenset({"WORD"})
_SHAPES = (  # figures whose punctuation belongs to them
    (re.compile(r"((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?![\d月年%])"), "DAY"),
    (re.compile(r"((?:19|20)\d\d)([-./])(0?[1-9]|1[0-2])(?![\d月年季%])"), "MONTH"),
    (re.compile(r"(20\d\d)()(0[1-9]|1[0-2])([0-3]\d)(?!\d)"), "DAY"),
    (re.compile(r"()(\.)(\d{1,2})\.(\d{1,2})(?![\d%年月日])"), "POINTED"),
)
_CLOCK = re.compile(r"(?<=\d)(?:\s+|T)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_LETTER = re.compile(r"二[OoОо0○](?=[〇零一二三四五六七八九]{2}年)")  # Latin and Cyrillic letters for 〇
_OFTEN = re.compile(r"(?:(\d+|[一二三四五六两])次)/(?:每)?(周|月|季度?|半年|年|日|天)")
_ENCLOSED = re.compile(r"[①-⒛❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿]")  # ①6月 is not 16月
_TIDY = str.maketrans(
    {**dict.fromkeys("“”\"‘’'「」『』《》"), **dict.fromkeys("[【〔", "("), **dict.fromkeys("]】〕", ")")}
)


def normal(phrase: str) -> str:
    """Half-width, without white space, quotes and clock times; one kind of dash and of bracket."""
    text = unicodedata.normalize("NFKC", _ENCLOSED.sub(";", phrase))
    text = "".join(c for c in _CLOCK.sub("", text) if not c.isspace() and unicodedata.category(c) != "Cf")
    text = re.sub(r"(\d{4}-\d\d-\d\d)T?\d\d:\d\d(?::\d\d)?", r"\1", text)
    text = re.sub(r"[‐-―−~〜～]+|-{2,}", "-", text.translate(_TIDY)).strip(";。.,").replace("元月", "1月")
    text = re.sub(r"Q([1-4])(?!\d)", r"\1季度", _LETTER.sub("二〇", text))
    text = re.sub("上、?下半年", "上半年、下半年", _OFTEN.sub(r"每\2\1次", text))
    if text[:1] == "(" and text[-1:] == ")" and not re.search("[()]", text[1:-1]):
        text = text[1:-1]
    return re.sub(r"(?:^|(?<=[;,]))1[.](?=\d{1,2}月.*[;,]2[.])|(?<=[;,])[2-9][.](?=\d{1,2}月)", ";", text)


def lex(text: str) -> tuple[Token, ...]:
    """The tokens of a `normal` text; what no table knows is a WORD of one character."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        unit = bool(tokens) and "NUM" in tokens[-1].kinds  # 31日期间 is no 日期
        token = _figures(text, at) or _numeral(text, at) or _word(text, at, unit)
        tokens.append(token)
        at += len(token.text)
    return tuple(tokens)


def _figures(text: str, at: int) -> Token | None:
    if not ("0" <= text[at] <= "9"):
        return None
    for shape, kind in _SHAPES[:3]:
        if found := shape.match(text, at):
            day = (int(found[4]),) if kind == "DAY" else ()
            return Token(found[0], frozenset({kind}), (int(found[1]), int(found[3]), *day))
    if found := _POINTED.match(text, at):
        return Token(found[0], frozenset({"POINTED"}), (int(found[1]), int(found[2])))
    digits = _DIGITS.match(text, at)
    word = digits[0] if digits else text[at]
    return Token(word, _NUM, (int(word),) if word.isdecimal() and len(word) < 9 else ())


def _numeral(text: str, at: int) -> Token | None:
    """A Chinese numeral before a unit of time or in a list of them, with neighbours (一二月, 十五六号) as FUZZY."""
    end = at
    while end < len(text) and text[end] in _CHINESE:
        end += 1
    word = text[at:end]
    known = max((n for n in range(1, 5) if text[at : at + n] in WORDS), default=0)
    if (
        not word
        or "百" in word
        or (known > len(word) or (known == len(word) and not text.startswith(_UNITS, end)))
    ):
        return None
    if text[at - 1 : at] in ("周", "期", "拜") and len(word) == 1:
        return Token(word, _NUM, (_DIGIT.get(word, 0),))
    ones = word.replace("廿", "二十").replace("卅", "三十").partition("十")
    if len(word) == 4 and "十" not in word:
        return Token(word, _NUM, (int("".join(str(_DIGIT[c]) for c in word)),))
    tens, ten, rest = ones
    if len(tens) > 1 or len(rest) > 1 or "十" in rest or (not ten and len(word) > 1):
        return Token(word, _FUZZY)
    value = (_DIGIT.get(tens, 1) if ten else 0) * 10 + _DIGIT.get(rest, 0) if ten else _DIGIT[tens]
    return Token(word, _NUM | {"两" if word == "两" else "CHINESE"}, (value,))


def _word(text: str, at: int, unit: bool) -> Token:
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in WORDS and not (unit and text[at] in "年月日号" and not WORDS[word] & {"UNIT", "WHOLE"}):
            return Token(word, WORDS[word])
    return Token(text[at], _WORD)
