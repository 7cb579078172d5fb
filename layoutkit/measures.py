"""The words of figures, both scripts: units, what makes a number a name, bounds and changes."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Bound, Change
from .pattern import pattern

_UNITS = """
% ％ ‰ ‱ ° ℃ °C 个百分点 個百分點 百分点 百分點 成 倍 折 度 摄氏度 攝氏度
元 美元 欧元 歐元 日元 港元 港币 港幣 英镑 英鎊 卢布 盧布 块 塊 块钱 塊錢
人 人次 人份 户 戶 户次 戶次 家 家次 名 位 口 对 對 届 屆 岁 歲 班 桌 席
个 個 个月 個月 个工作日 個工作日 个小时 個小時 项 項 项次 項次 件 件次 套 台 台套 台次 臺
辆 輛 辆次 輛次 次 批 批次 趟 班次 架 架次 艘 艘次 列 列次 场 場 场次 場次 幅 册 冊 本 部 篇 首
集 张 張 份 封 枚 枝 株 棵 朵 头 頭 只 隻 匹 羽 尾 条 條 座 栋 棟 幢 间 間 层 層 处 處 所 宗 起
例 桩 樁 笔 筆 种 種 类 類 款 粒 颗 顆 片 盏 盞 根 支 把 面 组 組 队 隊 轮 輪 期 门 門 孔 眼 床
票 步 字 页 頁 箱 包 袋 瓶 桶 盒 标准箱 標準箱 标箱 標箱 单位 單位 课时 課時 学时 學時
秒 分 分钟 分鐘 小时 小時 天 周 週 年 周年 週年 载 載
米 公里 千米 里 华里 華里 英里 海里 厘米 毫米 微米 纳米 奈米 分米 尺 英尺 寸 英寸 车道 車道 延米
车公里 人公里 吨公里 平方米 平方公里 平方千米 平方厘米 平米 亩 畝 公顷 公頃 立方米 立方 方
立方厘米 升 毫升 吨 噸 公吨 公斤 千克 克 毫克 微克 斤 两 钱 吨标准煤 噸標準煤 担 擔
千瓦时 千瓦時 千瓦 兆瓦 兆瓦时 瓦 瓦时 吉瓦 吉瓦时 度电 度電 千伏 伏 千伏安 兆伏安 千帕 百帕 帕
千卡 卡 大卡 分贝 分貝 马力 馬力 赫兹 赫茲 兆赫 字节 比特 标方 标准立方米
㎡ ㎞ ㎏ ㎎ ㎜ ㎝ ㎥ m² m³ km² km kg mg μg g t m cm mm nm μm ha L ml mL MW GW kW KW kWh kW·h MWh
GWh kV KV kVA KB MB GB TB PB EB Mbps Gbps Hz MHz GHz EFLOPS PFLOPS h dB
"""
# What follows a measure word where it is the beginning of a noun: 2万家庭 is 2万 and a noun.
NOUNS = {
    "家": "庭属屬长長园園具电電政禽畜装裝人乡鄉底", "人": "口才员員均民大工群居士物",
    "户": "籍外口型均", "戶": "籍外口型均", "个": "体性", "個": "體性", "项": "目", "項": "目",
    "台": "湾灣风風阶階账賬", "条": "例件款", "條": "例件款", "座": "谈談位",
    "处": "理罚置级方于", "處": "理罰置級方於", "名": "牌单單优優校師师企录錄",
    "分": "别別公析之享支类類布配", "元": "旦宵素", "天": "然气氣空", "年": "度轻輕均代级級龄齡",
    "次": "日于於", "所": "有在属屬", "类": "似", "種": "植子糧養", "种": "植子粮养",
    "批": "发發准評评", "宗": "旨教", "场": "地馆景所", "場": "地館景所", "期": "间間限待货貨",
    "门": "诊票窗", "門": "診票窗", "支": "持付撑撐出部", "片": "区區", "部": "门門队隊分级級",
    "起": "来來步点點", "对": "外口接", "對": "外口接", "班": "级級子组組", "字": "节節",
    "位": "置于於", "亩": "均产產", "方": "面式案便", "成": "果员員本功交为為都立",
    "面": "积積向对對", "把": "手", "本": "地科", "组": "织成", "組": "織成", "度": "假",
    "里": "程弄", "口": "岸", "首": "个個次批", "包": "括", "票": "据房", "克": "服",
}  # fmt: skip


def _by_first(units: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return units by their first character, the longest first."""
    found: dict[str, list[str]] = {}
    for unit in sorted(units, key=lambda unit: (-len(unit), unit)):
        found.setdefault(unit[0], []).append(unit)
    return {first: tuple(some) for first, some in found.items()}


_BY_FIRST = _by_first(_UNITS.split())


def unit_end(text: str, at: int) -> int | None:
    """Return where the unit ends that begins at a place of a text; None where none does."""
    for unit in _BY_FIRST.get(text[at : at + 1], ()):
        if text.startswith(unit, at):
            end = at + len(unit)
            following = text[end : end + 1]
            is_latin = unit[-1].isascii() and unit[-1].isalpha()
            is_word = is_latin and following.isascii() and following.isalpha()
            if not (is_word or (following and following in NOUNS.get(unit, ""))):
                return end
    return None


# 千 and 百 multiply unless they belong to the unit: 5千人 is 5000 人, 500千伏 is 500 千伏.
SCALES = {"百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
SCALE = "(?:[万萬亿億]|[百千](?![瓦克米伏帕卡分]))"
PARTS = {"百": "%", "千": "‰", "万": "‱", "萬": "‱"}

# What makes a number without a unit a date, a number of order or a name: 500强, 9月, 1号, 3.0版.
NAME_AFTER = pattern(
    r"\s?(?:[强強大月日号號时時点點级級版型式后後线線路]|世[纪紀]|年[代级級]|季度|工程|计划|計劃"
    r"|行动|行動|国道|國道|省道|县道|縣道|高速|热线|熱線|专线|專線|平台|模式|战略|戰略|会议|會議)"
)
LABEL_BEFORE = pattern(r"(?:[图圖表之其第]|附件|附表|附录|专栏|專欄|链接|鏈接)\s?$")

_ABOUT = "约 約 大约 大約 近 将近 將近 接近 大概 逼近"
_LEAST = """突破 超 超过 超過 超出 逾 破 不少于 不少於 不低于 不低於 不小于 不止 至少 最少 高于 高於
大于 大於 多于 多於 过 過"""
_MOST = """不超过 不超過 不高于 不高於 不大于 不多于 低于 低於 少于 少於 小于 不足 不到 控制 至多
最多"""
_NONE = "打破 最近 附近 反超 经过 經過 通过 通過 度过 度過"  # words that only end like one of bound
BEFORE: dict[str, Bound] = {
    **dict.fromkeys(_ABOUT.split(), "about"),
    **dict.fromkeys(_LEAST.split(), "at-least"),
    **dict.fromkeys(_MOST.split(), "at-most"),
    **dict.fromkeys(_NONE.split(), "exact"),
}
_AT_LEAST = "以上 及以上 或以上 之上 有余 有餘 多 余 餘"
_AT_MOST = "以下 及以下 或以下 以内 及以内 或以内 以內 及以內 或以內 之内 之內"
_KINDS = "多样 多樣 多种 多種 余样 余樣 余种 余種 餘样 餘樣 餘种 餘種"  # 3多种 is no bound of 3
AFTER: dict[str, Bound | None] = {
    **dict.fromkeys(_AT_LEAST.split(), "at-least"),
    **dict.fromkeys(_AT_MOST.split(), "at-most"),
    **dict.fromkeys(("左右", "上下"), "about"),
    **dict.fromkeys(_KINDS.split()),
}
# 近3年 is the last three years, not nearly three.
TIMES = ("年", "天", "周", "週", "个月", "個月")

# Nouns that hold a word of change and say none.
STILL = pattern(
    "增加值|增长[极点]|增長[極點]|提升(?:工程|行动|行動|改造)|改造提升|提[质質]改造|达到|達到"
)
_RISE = """增长 增長 增加 新增 净增 淨增 增收 多增 提高 提升 上升 上涨 上漲 升高 攀升 扩大 擴大 增速
增幅 涨幅 漲幅"""
_FALL = """负增长 負增長 下降 减少 減少 降低 下跌 下滑 回落 压减 壓減 削减 削減 缩减 縮減 缩短 縮短
降幅 减幅 減幅"""
_RISE_TO = "增至 升至 涨至 漲至 升到 涨到 增到"
_FALL_TO = "降至 降到 降为 降為 减至 減至 减到 減到 减为 減為 跌至 缩至"
CHANGES: dict[str, Change] = {
    **dict.fromkeys(_RISE.split(), "rise"),
    **dict.fromkeys(_FALL.split(), "fall"),
    **dict.fromkeys(_RISE_TO.split(), "rise-to"),
    **dict.fromkeys(_FALL_TO.split(), "fall-to"),
    **dict.fromkeys("增涨漲升↑▲", "rise"),
    **dict.fromkeys("降减減跌↓▼", "fall"),
}
