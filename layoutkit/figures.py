"""In: a line of an infographic.  Out: its figures, with value, unit, bound and change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

from .model import Bound, Change, Figure
from .numerals import CHINESE, chinese

# Units and measure words as printed, both scripts; a word is followed by the characters that make
# it the beginning of a noun instead: 2万家庭 is 2万 and a noun, 2万家 is 2万 with its unit.
_UNITS = """
% ％ ‰ ‱ ° ℃ °C 个百分点 個百分點 百分点 百分點 成 倍 折 度 摄氏度 攝氏度
元 万元 亿元 美元 欧元 歐元 日元 港元 港币 港幣 人民币 人民幣 英镑 英鎊 卢布 盧布 块 塊 块钱 塊錢
人 人次 人份 人天 户 戶 户次 戶次 家 家次 名 位 口 对 對 届 屆 岁 歲 班 桌 席
个 個 个月 個月 个工作日 個工作日 个小时 個小時 项 項 项次 項次 件 件套 件次 套 台 台套 台次 臺 辆 輛 辆次 輛次
次 次数 批 批次 趟 班次 架 架次 艘 艘次 列 列次 场 場 场次 場次 场所 幅 册 冊 本 部 篇 首 集 张 張 份 封 枚 枝 株 棵
朵 头 頭 只 隻 匹 羽 尾 条 條 座 栋 棟 幢 间 間 层 層 处 處 所 宗 起 例 桩 樁 笔 筆 种 種 类 類 款 粒 颗 顆 片
块次 盏 盞 根 支 把 面 组 組 队 隊 轮 輪 期 届次 门 門 孔 眼 口井 床 张床位 單位 单位 票 步 字 页 頁 秒
分 分钟 分鐘 小时 小時 天 周 週 年 周年 週年 载 載 课时 課時 学时 學時 人年 标准箱 標準箱 标箱 標箱 箱 包 袋 瓶 桶 盒
米 公里 千米 里 华里 華里 英里 海里 厘米 毫米 微米 纳米 奈米 分米 尺 英尺 寸 英寸 车道 車道 延米 车公里 人公里 吨公里
平方米 平方公里 平方千米 平方厘米 平米 亩 畝 亩次 公顷 公頃 亩地
立方米 立方 方 立方厘米 升 毫升 吨 噸 公吨 公斤 千克 克 毫克 微克 斤 两 两银子 钱 吨标准煤 噸標準煤 标准煤 公石 担 擔
千瓦时 千瓦時 千瓦 兆瓦 兆瓦时 瓦 瓦时 吉瓦 吉瓦时 度电 度電 千伏 伏 千伏安 兆伏安 千帕 百帕 帕 千卡 卡 大卡 分贝 分貝
卡路里 马力 馬力 赫兹 赫茲 兆赫 字节 位数 马赫 兆 比特 标方 标准立方米
㎡ ㎞ ㎏ ㎎ ㎜ ㎝ ㎥ m² m³ km² km kg mg μg g t m cm mm nm μm ha L ml mL MW GW kW KW kWh kW·h MWh GWh kV KV kVA
KB MB GB TB PB EB Mbps Gbps Hz MHz GHz EFLOPS PFLOPS h dB
"""
_NOUNS = {
    "家": "庭属屬长長园園具电電政禽畜装裝人乡鄉底",
    "人": "口才员員均民大工群居士物",
    "户": "籍外口型均",
    "戶": "籍外口型均",
    "个": "体性",
    "個": "體性",
    "项": "目",
    "項": "目",
    "台": "湾灣风風阶階账賬",
    "条": "例件款",
    "條": "例件款",
    "座": "谈談位",
    "处": "理罚置级方于",
    "處": "理罰置級方於",
    "名": "牌单單优優校师師企录錄",
    "分": "别別公析之享支类類布配",
    "元": "旦宵素",
    "天": "然气氣空",
    "年": "度轻輕均代级級龄齡",
    "次": "日于於",
    "所": "有在属屬",
    "类": "似",
    "種": "植子糧養",
    "种": "植子粮养",
    "批": "发發准評评",
    "宗": "旨教",
    "场": "地馆景",
    "場": "地館景",
    "期": "间間限待货貨",
    "门": "诊票窗",
    "門": "診票窗",
    "支": "持付撑撐出部",
    "片": "区區",
    "部": "门門队隊分级級",
    "起": "来來步点點",
    "对": "外口接",
    "對": "外口接",
    "班": "级級子组組",
    "字": "节節",
    "位": "置于於",
    "亩": "均产產",
    "方": "面式案便",
    "成": "果员員本功交为為都立",
    "面": "积積向对對",
    "把": "手",
    "本": "地科",
    "组": "织成",
    "組": "織成",
    "度": "假",
    "里": "程弄",
    "口": "岸",
    "首": "个個次批",
    "包": "括",
    "票": "据房",
    "克": "服",
}
_UNIT = "|".join(
    re.escape(unit)
    + (f"(?![{_NOUNS[unit]}])" if _NOUNS.get(unit) else "")
    + ("(?![A-Za-z])" if unit[-1].isascii() and unit[-1].isalpha() else "")
    for unit in sorted(set(_UNITS.split()) - {"万元", "亿元"}, key=lambda unit: (-len(unit), unit))
)
# 千 and 百 multiply unless they belong to the unit: 5千人 is 5000 人, 500千伏 is 500 千伏.
_SCALES = {"百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_SCALE = "(?:[万萬亿億]|[百千](?![瓦克米伏帕卡分]))"
_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3}(?!\d))++|\d++)(?:[.．·]\d++)*+"
_MORE = "[多余餘几幾来來]|[+＋](?![0-9A-Za-z])"
_TOKEN = re.compile(
    rf"第\s?(?:(?P<rank>\d{{1,6}}+|[{CHINESE}]{{1,9}}+)(?P<place>\s?[位名])?)"
    r"|(?P<sign>[-+−－＋])?(?P<money>[¥￥$＄€£])?(?P<part>[百千万萬]分之)?"
    rf"(?:(?P<high>\d++)(?P<high_scale>[亿億万萬])(?=\d{{1,8}}(?:\.\d{{1,8}})?[百千万萬]))?"
    rf"(?P<number>{_NUMBER})(?:(?:[/／]|(?P<parts>分之))(?P<other>\d{{1,4}}+)(?![/／\d]))?"
    rf"(?P<more>{_MORE})?(?:\s?个?(?P<scale>{_SCALE}++))?(?P<more_after>{_MORE})?"
    rf"(?P<unit>\s?(?:{_UNIT})(?:[/／](?:{_UNIT}))?)?"
)
_RANGE = re.compile(r"\s?(?:至|到|—{1,2}|–|-|~|～|－|−|─{1,2})\s?")

# A short quoted text or a title is a name: “3+5+2”, “99条”, 《…20条》. A quoted sentence is not.
_QUOTED = re.compile(
    r"“[^“”。，；！？]{0,16}”|‘[^‘’。，；！？]{0,16}’|「[^「」。，；！？]{0,16}」|『[^『』。，；！？]{0,16}』"
    r'|"[^"。，；！？]{0,16}"|＂[^＂。，；！？]{0,16}＂|《[^《》]{0,60}》|〈[^〈〉]{0,60}〉'
)
# Words with digits, dates and times that are no figures.
_NAMED = re.compile(
    r"PM\s?2[.．]5|PM\s?10(?!\d)|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)"
    r"|(?<!\d)\d{1,2}[时時点點](?:\d{1,2}分|半)?(?![代候间間段建])|^[(（]?\d{1,2}[)）.．、](?!\d)"
)
# What makes a number without a unit a date, a rank of size or a name: 500强, 9月, 1号, 90后, 3.0版.
_NAME_AFTER = re.compile(
    r"\s?(?:[强強大月日号號时時点點级級版型式后後线線路]|世[纪紀]|年[代级級]|季度|工程|计划|計劃|行动|行動"
    r"|国道|國道|省道|县道|縣道|高速|热线|熱線|专线|專線|平台|模式|战略|戰略|会议|會議)"
)
_LABEL_BEFORE = re.compile(r"(?:[图圖表]|附件|附表|附录|专栏|專欄|链接|鏈接|之|其|第)\s?$")
_JOINT = "+＋×*:：∶/／·-－–—"

_BEFORE: dict[str, Bound] = {
    **dict.fromkeys(("约", "約", "大约", "大約", "近", "将近", "將近", "接近", "大概", "逼近"), "about"),
    **dict.fromkeys(
        ("突破", "超", "超过", "超過", "超出", "逾", "破", "不少于", "不少於", "不低于", "不低於", "不小于",
         "不止", "至少", "最少", "高于", "高於", "大于", "大於", "多于", "多於"), "at-least"),
    **dict.fromkeys(
        ("不超过", "不超過", "不高于", "不高於", "不大于", "不多于", "低于", "低於", "少于", "少於", "小于",
         "不足", "不到", "控制在", "至多", "最多"), "at-most"),
    **dict.fromkeys(("打破", "最近", "附近", "反超"), "exact"),
}  # fmt: skip
_AFTER = re.compile(
    r"\s?(?:(?P<least>(?:及|或)?以上|之上|有余|有餘|[多余餘](?!样|种))|(?P<most>(?:及|或)?以[下内內]|之[内內])"
    r"|(?P<about>左右|上下))"
)
_BOUNDS: dict[str, Bound] = {"least": "at-least", "most": "at-most", "about": "about"}
# 近3年 is the last three years, not nearly three.
_TIMES = {"年", "天", "周", "个月", "個月", "週"}

# Nouns that hold a word of change and say none.
_STILL = re.compile(
    "增加值|增长[极点]|增長[極點]|提升(?:工程|行动|行動|改造)|改造提升|提[质質]改造|新增长|达到|達到"
)
_CHANGES: dict[Change, str] = {
    "rise": "增长 增長 增加 新增 净增 淨增 增收 多增 提高 提升 上升 上涨 上漲 升高 攀升 扩大 擴大 增速 增幅 涨幅 漲幅",
    "fall": "负增长 負增長 下降 减少 減少 降低 下跌 下滑 回落 压减 壓減 削减 削減 缩减 縮減 缩短 縮短 降幅 减幅",
    "rise-to": "增至 升至 涨至 漲至 升到 涨到 增到",
    "fall-to": "降至 降到 降为 降為 减至 減至 减到 減到 跌至 缩至 縮至 减为 減為 压减至",
}
_WORDS: dict[str, Change] = {
    word: change for change, words in _CHANGES.items() for word in words.split()
}
_CHANGE = re.compile(
    f"(?P<word>{'|'.join(sorted(_WORDS, key=lambda word: (-len(word), word)))})(?P<to>[到至为為])?"
)
_SHORT: dict[str, Change] = {"增": "rise", "涨": "rise", "漲": "rise", "升": "rise",
                             "降": "fall", "减": "fall", "減": "fall", "跌": "fall"}  # fmt: skip
_TO = re.compile("[至到](?:每.{1,6})?$")
_CLAUSE = re.compile("[，,。；;！!？?、()（）]")
_AND = re.compile(r"[\s、和及与與，,]{1,3}")
_REACH = 40
_EXACT = Context(prec=60)
_MASK = "\ufffc"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    """A number with its unit as it stands in the line, before it is known to be a figure."""

    start: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    unit: str = ""
    scaled: bool = False
    plain: bool = True
    ordinal: bool = False
    more: Bound = "exact"


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a stat in order."""
    masked = _masked(text)
    found: list[Figure] = []
    clause = 0
    for amount in _ranges(list(_amounts(masked)), masked):
        if not _is_figure(amount, masked):
            continue
        before = masked[max(clause, amount.start - _REACH) : amount.start]
        inherited = found[-1].change if found and _AND.fullmatch(before) else None
        found.append(_figure(amount, text, masked, before, inherited))
        clause = amount.end
    return tuple(found)


def _masked(text: str) -> str:
    """Return the text with names, dates and times blotted out, of the same length."""
    for names in (_QUOTED, _NAMED):
        text = names.sub(lambda match: _MASK * len(match[0]), text)
    return text


def _amounts(text: str) -> Iterator[_Amount]:
    """Yield every number and rank with what belongs to it."""
    last = -1
    for match in _TOKEN.finditer(text):
        amount = _rank(match, text) if match["rank"] else _amount(match, text, last)
        if amount:
            yield amount
        last = match.end()


def _rank(match: re.Match[str], text: str) -> _Amount | None:
    """Return 第70位 or 第一; None for 第一季度, and for 第一 where it enumerates."""
    value = chinese(match["rank"])
    if value is None and match["rank"].isdecimal():
        value = int(match["rank"])
    if value is None:
        return None
    if not match["place"]:
        after = text[match.end() : match.end() + 1]
        first = match.start() == 0 or _CLAUSE.match(text, match.start() - 1)
        if (after.isalnum() and after != "的") or (first and after):
            return None
    return _Amount(
        start=match.start(),
        end=match.end(),
        value=Decimal(value),
        unit=(match["place"] or "").strip(),
        ordinal=True,
    )


def _amount(match: re.Match[str], text: str, last: int) -> _Amount:
    unit = (match["unit"] or "").strip().translate(_NARROW)
    start = match.start()
    if match["sign"] and not _is_sign(match, text, unit, last):
        start += 1
    value = _value(match)
    if value is not None and start == match.start() and match["sign"] in tuple("-−－"):
        value = -value
    more = (match["more"] or "") + (match["more_after"] or "")
    return _Amount(
        start=start,
        end=match.end(),
        value=value,
        unit=unit or (match["money"] or "") or _PARTS.get((match["part"] or "")[:1], ""),
        scaled=bool(match["scale"]),
        plain=match["number"].isdecimal() and not (match["other"] or match["part"]),
        more="exact" if not more else "about" if more in "来來" else "at-least",
    )


_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_PARTS = {"百": "%", "千": "‰", "万": "‱", "萬": "‱"}


def _is_sign(match: re.Match[str], text: str, unit: str, last: int) -> bool:
    """Return whether the mark before a number is its sign, not a joint or a dash."""
    start = match.start()
    before = text[start - 1 : start] if start else ""
    if start == last or (before.isascii() and before.isalnum()) or before in ")）%％":
        return not before
    return not before.isalnum() or unit in {"%", "‰", "℃", "度", "个百分点", "個百分點"}


def _value(match: re.Match[str]) -> Decimal | None:
    """Return the exact value; None where the digits make no number or a fraction has no end."""
    digits = re.sub("[,，]", "", match["number"]).replace("．", ".")
    if len(digits) > 18 or not re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return None
    value = Decimal(digits)
    if match["other"]:
        return _fraction(match, value)
    value = _scaled(value, match["scale"])
    if match["high"] and len(match["high"]) < 18:
        value = _EXACT.add(value, _scaled(Decimal(match["high"]), match["high_scale"]))
    return value


def _fraction(match: re.Match[str], first: Decimal) -> Decimal | None:
    top, bottom = first, Decimal(match["other"])
    if match["parts"]:
        top, bottom = bottom, top
    if not bottom or match["scale"]:
        return None
    value = _EXACT.divide(top, bottom)
    return value if len(value.as_tuple().digits) < 20 else None


def _scaled(value: Decimal, scale: str | None) -> Decimal:
    """Return 1.5 as 15000 for 万; the zeros of 1.50万 go."""
    if not scale:
        return value
    value = _EXACT.multiply(value, Decimal(10 ** min(sum(_SCALES[c] for c in scale), 24)))
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _ranges(amounts: list[_Amount], text: str) -> Iterator[_Amount]:
    """Yield amounts, two that make a range (5%至6%, 10—20家) as one."""
    at = 0
    while at < len(amounts):
        joined = _joined(amounts[at], amounts[at + 1], text) if at + 1 < len(amounts) else None
        yield joined or amounts[at]
        at += 2 if joined else 1


def _joined(low: _Amount, high: _Amount, text: str) -> _Amount | None:
    """Return the range of two amounts, or None; 从5%到6% says two figures."""
    if not _RANGE.fullmatch(text, low.end, high.start) or low.ordinal or high.ordinal:
        return None
    if low.unit not in ("", high.unit) or text[max(low.start - 1, 0) : low.start] in (
        "从",
        "從",
        "由",
    ):
        return None
    if low.value is None or high.value is None:
        return None
    value = low.value
    if high.scaled and not low.scaled and not low.unit:
        scale = re.search(r"[百千万萬亿億]+", text[high.start : high.end])
        shared = _scaled(low.value, scale[0]) if scale else value
        value = shared if shared < high.value else value
    if value >= high.value:
        return None
    return _Amount(
        start=low.start,
        end=high.end,
        value=value,
        upper=high.value,
        unit=high.unit,
        scaled=high.scaled,
        plain=low.plain and high.plain,
        more=high.more,
    )


def _is_figure(amount: _Amount, text: str) -> bool:
    """Return whether an amount is a figure and not a date, a number of order or part of a name."""
    if amount.ordinal:
        return True
    before, after = text[: amount.start][-3:], text[amount.end : amount.end + 4]
    if _is_joined(before, after, "+＋"):
        return False
    if amount.unit == "年":
        return not _is_year(amount)
    if amount.unit:
        return True
    if _NAME_AFTER.match(after) or _is_joined(before, after, _JOINT) or _is_code(amount, text):
        return False
    if _LABEL_BEFORE.search(before):
        return False
    return not _is_lettered(before, after, amount) and _counts(amount, text, after)


def _is_joined(before: str, after: str, joints: str) -> bool:
    """Return whether a sign ties the number to another or to a letter, as in 3+5+2 or 1+N."""
    return (before[-1:] in joints and before[-2:-1].isalnum() and bool(before[-1:])) or (
        after[:1] in joints and after[1:2].isascii() and after[1:2].isalnum() and bool(after[:1])
    )


def _is_year(amount: _Amount) -> bool:
    value = amount.upper or amount.value
    return amount.plain and not amount.scaled and value is not None and 1000 <= value < 3000


def _is_code(amount: _Amount, text: str) -> bool:
    """Return whether digits without a unit are a year, a telephone number or no number at all."""
    printed = text[amount.start : amount.end]
    if not amount.plain or amount.scaled:
        return amount.value is None and not re.search("[/／分]", printed)
    if amount.value is None or (amount.upper is not None and re.search("[-－]", printed)):
        return True
    return (printed[0] in "0０" and len(printed) > 1) or 1900 <= (
        amount.upper or amount.value
    ) < 2100


def _is_lettered(before: str, after: str, amount: _Amount) -> bool:
    """Return whether Latin letters make a name of the number: G20, 5A, V2.0, No.1."""
    return not amount.scaled and bool(
        re.search(r"[A-Za-z][-.·]?$", before) or re.match("[A-Za-z]", after)
    )


def _counts(amount: _Amount, text: str, after: str) -> bool:
    """Return whether a number without a unit counts: 近2万市民, 3000农户; 135工程 does not."""
    if not amount.plain or amount.scaled or not after[:1].isalnum() or after[:1] in _NOUNS:
        return True
    if amount.value is not None and amount.value >= 1000 and amount.value % 100 == 0:
        return True
    return _bound_before(text[: amount.start][-4:])[0] != "exact"


def _figure(
    amount: _Amount, text: str, masked: str, before: str, inherited: Change | None
) -> Figure:
    bound, size = _bound_before(before)
    if bound == "about" and amount.unit in _TIMES and before.endswith("近"):
        bound = "exact"
    if amount.more != "exact":
        bound = amount.more
    after = _AFTER.match(masked, amount.end)
    if after:
        bound = _BOUNDS[after.lastgroup or ""]
    change = _change(before[: len(before) - size]) or inherited
    if change in ("rise", "fall") and (amount.ordinal or (amount.value or 0) < 0):
        change = None  # a rank is not risen by; a rise by -5% says its own sign
    return Figure(
        start=amount.start,
        printed=text[amount.start : amount.end],
        value=amount.value,
        upper=amount.upper,
        unit=amount.unit,
        ordinal=amount.ordinal,
        bound=bound,
        change=change,
    )


def _bound_before(before: str) -> tuple[Bound, int]:
    """Return what the words right before a figure say of it, and their length."""
    before = before.rstrip()
    for size in (4, 3, 2, 1):
        if before[-size:] in _BEFORE:
            return _BEFORE[before[-size:]], size
    return "exact", 0


def _change(before: str) -> Change | None:
    """Return the change that the clause before a figure says; the nearest word says it."""
    clause = _STILL.sub(lambda match: _MASK * len(match[0]), _CLAUSE.split(before)[-1]).rstrip()
    if clause[-1:] in _SHORT:
        return _SHORT[clause[-1:]]
    words = list(_CHANGE.finditer(clause))
    if not words:
        return None
    last = words[-1]
    change = _WORDS[last["word"]]
    if change in ("rise", "fall") and (last["to"] or _TO.search(clause)):
        return "rise-to" if change == "rise" else "fall-to"
    return change
