"""The look of an official document (GB/T 9704-2012): fonts, sizes, styles and settings of a Word file.

Sizes of type: 二号 22 pt, 三号 16 pt, 四号 14 pt, 五号 10.5 pt, 小五 9 pt; lengths in twentieths of a point.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.oxml.ns import qn

from anquan_cli.views.docx.elements import Element, w

BIAOSONG, FANGSONG, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"
# What Word falls back to where a computer lacks a font. They are named, never shipped.
FONTS = {
    BIAOSONG: "方正小标宋_GBK,华文中宋",
    FANGSONG: "仿宋",
    KAI: "楷体",
    HEI: "SimHei",
    SONG: "SimSun",
    LATIN: "",
}
RED = "FF0000"
# What may not end and not begin a line: Word's own characters for Chinese, and 第, which stays with its number.
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥第"
_NOT_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)

# 28.95 pt: within the 28 to 29 pt that the standard's 22 lines come to, and the most that fits into
# 225 mm in whole twentieths of a point (22 × 29 pt would already be 2 tenths of a point too tall).
LINE = 579
TABLE_LINE = 280  # 14 pt under type of 10.5 pt
# 28 characters of 16 pt are 2 mm wider than the type area, so each gives up a quarter of a point: 15.75 pt,
# the printers' 三号. Not by a character grid, whose negative pitch LibreOffice takes for a doubled one.
PER_LINE = 28
SQUEEZE = -5
CHARACTER = 315


def spacing(before: int = 0, line: int = LINE, after: int = 0) -> Element:
    """A fixed line pitch, and the room above and below."""
    return w("spacing", before=before, after=after, line=line, lineRule="exact")


def indent(characters: int) -> Element:
    """A first line indented by so many characters: by count for Word and WPS, by length for the rest."""
    return w("ind", firstLineChars=characters * 100, firstLine=characters * 320)


def fonts(east: str, latin: str = LATIN) -> Element:
    """The same font for every script, but western letters and figures in their own."""
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=east, cs=latin)


def sizes(half_points: int) -> list[Element]:
    """The size of type, for both kinds of script."""
    return [w("sz", val=half_points), w("szCs", val=half_points)]


def styles() -> list[Element]:
    """Everything in the part of styles."""
    return [
        w("docDefaults",
          w("rPrDefault", w("rPr", fonts(FANGSONG), *sizes(32), w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))),
          w("pPrDefault", w("pPr"))),
        # Chinese line breaking on, no blanks between Chinese and figures: 2025年3月7日 stays in its squares
        w("style", w("name", val="Normal"), w("qFormat"),
          w("pPr", w("widowControl", val=0), w("kinsoku"), w("autoSpaceDE", val=0), w("autoSpaceDN", val=0), spacing(),
            w("jc", val="both")),
          w("rPr", fonts(FANGSONG), w("spacing", val=SQUEEZE), *sizes(32)),
          type="paragraph", default=1, styleId="Normal"),
        w("style", w("name", val="Default Paragraph Font"), w("uiPriority", val=1), w("semiHidden"),
          type="character", default=1, styleId="DefaultParagraphFont"),
        w("style", w("name", val="Normal Table"), w("uiPriority", val=99), w("semiHidden"),
          w("tblPr", w("tblInd", w=0, type="dxa")), type="table", default=1, styleId="TableNormal"),
        _style("MastheadName", "版头名称", [w("keepNext"), _loose(), spacing(LINE // 2, 2 * LINE), _centred()],
               [fonts(BIAOSONG), w("color", val=RED), *sizes(72)]),
        _style("MastheadIssue", "版头期号", [w("keepNext"), spacing(LINE // 4), _centred()]),
        _style("MastheadLine", "版头单位和日期", [
            w("pBdr", w("bottom", val="single", sz=18, space=6, color=RED)), spacing(LINE // 2)]),
        _style("Title", "Title", [
            w("keepNext"), w("keepLines"), _loose(), spacing(2 * LINE), _centred(), _level(0)],
               [fonts(BIAOSONG), *sizes(44)], follows="Addressee"),
        _style("Addressee", "主送机关", [w("keepNext"), spacing(LINE)], follows="BodyText"),
        _style("BodyText", "Body Text", [indent(2)]),
        _style("Heading1", "heading 1", [*_heading(), _level(0)], [fonts(HEI)], follows="BodyText"),
        _style("Heading2", "heading 2", [*_heading(), _level(1)], [fonts(KAI)], follows="BodyText"),
        _style("Attachment", "附件说明", [  # further lines begin under the first character of the name
            w("keepNext"), w("keepLines"), spacing(LINE), w("jc", val="left"),
            w("ind", leftChars=500, left=1600, hangingChars=300, hanging=960)], follows="Signature"),
        _style("Signature", "发文机关署名", [w("keepNext"), spacing(2 * LINE), _centred()], follows="Dated"),
        _style("Dated", "成文日期", [w("ind", rightChars=400, right=4 * CHARACTER), w("jc", val="right")]),
        _style("AppendixMark", "附件标记", [w("keepNext")], [fonts(HEI)], follows="AppendixTitle"),
        _style("AppendixTitle", "附件标题", [
            w("keepNext"), w("keepLines"), _loose(), spacing(LINE, LINE, 120), _centred(), _level(0)],
               [fonts(BIAOSONG), *sizes(44)]),
        _style("AsOf", "截止日期", [w("keepNext"), _loose(), spacing(0, 400, 120), _centred()], [fonts(KAI), *sizes(28)]),
        _style("TableText", "表格文字", [_loose(), spacing(0, TABLE_LINE), w("jc", val="left")], [_unsqueezed(), *sizes(21)]),
        _style("TableTask", "表格任务", [], [fonts(HEI)], base="TableText"),
        _style("TableHeader", "表格表头", [w("keepNext"), _centred()], [fonts(HEI)], base="TableText"),
        _style("TableCategory", "表格类别", [w("keepNext")], [fonts(HEI)], base="TableText"),
        _style("TableNote", "表注", [spacing(60, 260)], sizes(18), base="TableText"),
        _style("Imprint", "版记", [w("keepNext"), w("keepLines"), _loose(), spacing(0, 400), w("jc", val="left")], sizes(28)),
        _style("Footer", "footer", [_loose(), spacing(0, 320), w("jc", val="left")], [fonts(SONG, SONG), _unsqueezed(), *sizes(28)]),
    ]  # fmt: skip


def _centred() -> Element:
    return w("jc", val="center")


def _loose() -> Element:
    return w("snapToGrid", val=0)


def _unsqueezed() -> Element:
    return w("spacing", val=0)


def _heading() -> list[Element]:
    return [w("keepNext"), w("keepLines"), indent(2)]


def _level(number: int) -> Element:
    return w("outlineLvl", val=number)


def _style(
    ident: str,
    name: str,
    layout: Sequence[Element],
    letters: Sequence[Element] = (),
    *,
    base: str = "Normal",
    follows: str = "",
) -> Element:
    style = w(
        "style",
        w("name", val=name),
        w("basedOn", val=base),
        *([w("next", val=follows)] if follows else []),
        w("qFormat"),
        w("pPr", *layout),
        w("rPr", *letters),
        type="paragraph",
        styleId=ident,
    )
    if not name.isascii():  # Word knows the others itself
        style.set(qn("w:customStyle"), "1")
    return style


def settings() -> list[Element]:
    """Different feet on odd and even pages, Chinese typesetting, and Word's present mode, not an old one."""
    names = (
        "overrideTableStyleFontSizeAndJustification",
        "enableOpenTypeFeatures",
        "doNotFlipMirrorIndents",
    )
    word = "http://schemas.microsoft.com/office/word"
    return [
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w("noLineBreaksAfter", lang="zh-CN", val=_NOT_LAST),
        w("noLineBreaksBefore", lang="zh-CN", val=_NOT_FIRST),
        w(
            "compat",
            w("spaceForUL"),
            w("balanceSingleByteDoubleByteWidth"),
            w("doNotLeaveBackslashAlone"),
            w("ulTrailSpace"),
            w("doNotExpandShiftReturn"),
            w("useFELayout"),
            w("compatSetting", name="compatibilityMode", uri=word, val=15),
            *(w("compatSetting", name=name, uri=word, val=1) for name in names),
        ),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    ]


def font_table() -> Element:
    """The fonts that the file names, with what may stand in for them."""
    return w("fonts", *(
        w("font",
          *([w("altName", val=others)] if others else []),
          w("charset", val="00" if name == LATIN else "86"),
          w("family", val="roman" if name == LATIN else "auto"),
          w("pitch", val="variable"), name=name)
        for name, others in FONTS.items()
    ))  # fmt: skip
