"""The figures of infographic lines: what counts as one, and what it says."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from decimal import Context, Decimal, localcontext
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.figures import figures
from layoutkit.model import Figure, Stat, cut, joined, walk

from .support import GOLD, NAMES, ROOT, SAMPLES, gold, source_of

_REPEATED = """1 1亿 1,234, 1. “ 1“ 第 第一 1至 5%至 - +1 A1 增长 增长5%、 约 1/2 百分之1 1千 《 3+
1多 从1到 1:11 万"""
_STAT = re.compile(r' *stat values="([^"]*)" @(\d+)(?:\s|$)')


def gold_stats() -> list[tuple[str, int, str]]:
    """Return (sample, line, values) of each stat in the right trees, as people wrote them."""
    found = []
    for name in NAMES:
        for line in (GOLD / f"{name}.gold").read_text(encoding="utf-8").split("\n"):
            if match := _STAT.match(line):
                found.append((name, int(match[2]), match[1]))
    return found


def shown(figure: Figure) -> str:
    """Return a figure in one line: printed = value unit, and what is not as usual."""
    value = "?" if figure.value is None else f"{figure.value:f}"
    words = [f"{value}..{figure.upper:f}" if figure.upper is not None else value, figure.unit]
    words += ["rank"] if figure.ordinal else []
    words += [figure.bound] if figure.bound != "exact" else []
    words += [figure.change] if figure.change else []
    return f"{figure.printed} = {' '.join(word for word in words if word)}"


def test_every_stat_of_the_right_trees() -> None:
    """Every figure of the samples, and no other, as printed with its unit."""
    stats = gold_stats()
    assert len(stats) >= 61
    wrong = []
    for name, line, values in stats:
        text = joined(cut((source_of(SAMPLES / f"{name}.txt").lines or ())[line - 1], line))
        found = ",".join(figure.printed for figure in figures(text))
        if found != values:
            wrong.append((name, line, text, values, found))
    assert not wrong


def test_every_figure_stands_where_it_says() -> None:
    for name in NAMES:
        for node in walk(gold(name)):
            if isinstance(node, Stat):
                for figure in node.figures:
                    assert node.text[figure.start :].startswith(figure.printed)


CASES = {
    # value and unit
    "全市新增登记市场主体4.1万家": ["4.1万家 = 41000 家 rise"],
    "总量1,234.5亿元": ["1,234.5亿元 = 123450000000 元"],
    "投入1亿2000万元": ["1亿2000万元 = 120000000 元"],
    "投资12.50亿美元": ["12.50亿美元 = 1250000000 美元"],
    "增长５．７％左右": ["５．７％ = 5.7 % about rise"],
    "就业5 万人": ["5 万人 = 50000 人"],
    "建成500千伏变电站2座": ["500千伏 = 500 千伏", "2座 = 2 座"],
    "受益5千人": ["5千人 = 5000 人"],
    "浓度为35微克/立方米": ["35微克/立方米 = 35 微克/立方米"],
    "下降2.3个百分点": ["2.3个百分点 = 2.3 个百分点 fall"],
    "增长2.1倍": ["2.1倍 = 2.1 倍 rise"],
    "里程达300km": ["300km = 300 km"],
    "免费培训3.6万人次": ["3.6万人次 = 36000 人次"],
    "历时9个月": ["9个月 = 9 个月"],
    "恩格尔系数28.5": ["28.5 = 28.5"],
    "吸引投资5个亿": ["5个亿 = 500000000"],
    "贷款￥300": ["￥300 = 300 ￥"],
    "补贴1500元/月": ["1500元/月 = 1500 元/月"],
    "气温-10℃至5℃": ["-10℃至5℃ = -10..5 ℃"],
    "装机1.5万亿千瓦时": ["1.5万亿千瓦时 = 1500000000000 千瓦时"],
    # nouns after the number are no units
    "惠及2万市民": ["2万 = 20000"],
    "惠及2万家庭": ["2万 = 20000"],
    "惠及3000农户": ["3000 = 3000"],
    "新增人口3万人口": ["3万 = 30000 rise"],
    # what makes no decimal number has no value
    "占1/3以上": ["1/3 = ? at-least"],
    "占3/4": ["3/4 = 0.75"],
    "占4分之3": ["4分之3 = 0.75"],
    "误印为1.2.3%": ["1.2.3% = ? %"],
    "误印为5·7%": ["5·7% = ? %"],
    # signs and parts
    "环比−5%": ["−5% = -5 %"],
    "CPI上涨-0.3%": ["-0.3% = -0.3 %"],
    "完成率100+%": ["100+% = 100 % at-least"],
    "发病率千分之3.5": ["千分之3.5 = 3.5 ‰"],
    "百分之5.5": ["百分之5.5 = 5.5 %"],
    # bounds
    "突破5000亿元": ["5000亿元 = 500000000000 元 at-least"],
    "20万人以上": ["20万人 = 200000 人 at-least"],
    "加装电梯200多台": ["200多台 = 200 台 at-least"],
    "惠及4000多户家庭近2万市民": ["4000多户 = 4000 户 at-least", "2万 = 20000 about"],
    "20余万人、1万多人": ["20余万人 = 200000 人 at-least", "1万多人 = 10000 人 at-least"],
    "耗时3年多": ["3年 = 3 年 at-least"],
    "100+个项目": ["100+个 = 100 个 at-least"],
    "约30来个": ["30来个 = 30 个 about"],
    "总值过100亿元，历经近50年": ["100亿元 = 10000000000 元 at-least", "50年 = 50 年"],
    "通过5项验收": ["5项 = 5 项"],
    "不低于95%": ["95% = 95 % at-least"],
    "不超过 3.5%": ["3.5% = 3.5 % at-most"],
    "控制在4%以内": ["4% = 4 % at-most"],
    "低于1.2万吨": ["1.2万吨 = 12000 吨 at-most"],
    "近3年投入": ["3年 = 3 年"],
    # change
    "增长5%": ["5% = 5 % rise"],
    "新增“四上”企业突破600家": ["600家 = 600 家 at-least rise"],
    "全市减少贫困人口3665人": ["3665人 = 3665 人 fall"],
    "贫困发生率降至0.3%": ["0.3% = 0.3 % fall-to"],
    "从7.13%降到1.05%": ["7.13% = 7.13 %", "1.05% = 1.05 % fall-to"],
    "标准由50元提高到60元": ["50元 = 50 元", "60元 = 60 元 rise-to"],
    "提高标准至每人每月650元": ["650元 = 650 元 rise-to"],
    "覆盖率达到75%": ["75% = 75 %"],
    "CPI↓0.3%，同比 ▲ 8%": ["0.3% = 0.3 % fall", "8% = 8 % rise"],
    "同比增近8%": ["8% = 8 % about rise"],
    "规模工业增加值5000亿元": ["5000亿元 = 500000000000 元"],
    "提升改造农村公路300公里": ["300公里 = 300 公里"],
    "新增高校5所，在校生8万人": ["5所 = 5 所 rise", "8万人 = 80000 人"],
    "减少污染、新建公园5个": ["5个 = 5 个"],
    "分别增长5.7%、8.8%和10%": ["5.7% = 5.7 % rise", "8.8% = 8.8 % rise", "10% = 10 % rise"],
    # ranges
    "增长5%至6%": ["5%至6% = 5..6 % rise"],
    "引进10—20家": ["10—20家 = 10..20 家"],
    "培训3—5万人": ["3—5万人 = 30000..50000 人"],
    "补助5000—1万元": ["5000—1万元 = 5000..10000 元"],
    "增长5%-6%左右": ["5%-6% = 5..6 % about rise"],
    "引进10一20家": ["10一20家 = 10..20 家"],  # a dash that recognition took for a numeral
    "从5%到6%": ["5% = 5 %", "6% = 6 %"],
    # ranks
    "居长株潭地区第一": ["第一 = 1 rank"],
    "居全省第二、全国第70位": ["第二 = 2 rank", "第70位 = 70 位 rank"],
    "分别居第4、第14位": ["第4 = 4 rank", "第14位 = 14 位 rank"],
    "排名升至第3名": ["第3名 = 3 名 rank rise-to"],
    "第十二位": ["第十二位 = 12 位 rank"],
    "第一，加强领导": [],
    "第一季度增长5%": ["5% = 5 % rise"],
    "办好第3届大会": [],
    # traditional characters
    "空氣優良天數比率達95.5%以上": ["95.5% = 95.5 % at-least"],
    "貧困人口減少8萬餘戶": ["8萬餘戶 = 80000 戶 at-least fall"],
    "失業率從3.5%降到2.9%": ["3.5% = 3.5 %", "2.9% = 2.9 % fall-to"],
    "總值突破3億元": ["3億元 = 300000000 元 at-least"],
    "居全省第三": ["第三 = 3 rank"],
    # names, dates, labels, numbers of order: no figures
    "出台化债任务清单“99条”": [],
    "“3+5+2”产业增长16%": ["16% = 16 % rise"],
    "「99條」與《20条意见》": [],
    "他说：“全年增长5%，好于预期。”": ["5% = 5 % rise"],
    "世界500强企业投产项目县市区全覆盖": [],
    "在全省排位均前进一位": [],
    "学习贯彻党的二十大精神": [],
    "“十四五”规划": [],
    "2025年全面完成": [],
    "2016—2020年投资500亿元": ["500亿元 = 50000000000 元"],
    "9月15日开工，1至9月累计": [],
    "2025-12-31": [],
    "8:30至12时30分": [],
    "0731-28888888": [],
    "G20峰会、5G、PM2.5、R&D、A级、5A级": [],
    "135工程、12345热线": [],
    "1+3+N体系、3+5+2产业": [],
    "比分3:1": [],
    "90年代、80后、21世纪、3.0版": [],
    "工业4.0、2.0版": [],
    "1号文件、12号线、107国道": [],
    "图1、附件2": [],
    "1. 新增就业5万人": ["5万人 = 50000 人 rise"],
    "到2035年翻一番": [],
    "打造3个千亿产业": ["3个 = 3 个"],
    "": [],
    "亿万元百千": [],
}


@pytest.mark.parametrize("text", CASES)
def test_figures(text: str) -> None:
    assert [shown(figure) for figure in figures(text)] == CASES[text]


def test_values_are_exact_whatever_the_context() -> None:
    """A caller's decimal context rounds nothing of ours."""
    with localcontext(Context(prec=3)):
        found = figures("总值123456.789亿元，占1234567.5%，1亿2345万元")
    assert [figure.value for figure in found] == [
        Decimal("12345678900000"),
        Decimal("1234567.5"),
        Decimal("123450000"),
    ]


@given(
    st.text(
        alphabet="0123456789.,·/+-—至到第一百万亿个家%年月多近从增降“”《》 A\u3000", max_size=60
    )
)
@settings(deadline=None, max_examples=300)
def test_any_text(text: str) -> None:
    """Figures are slices of the text, in order, apart, and say numbers that can be written."""
    at = 0
    for figure in figures(text):
        assert figure.start >= at
        assert text[figure.start :].startswith(figure.printed) and figure.printed
        at = figure.start + len(figure.printed)
        assert figure.value is None or re.fullmatch(r"-?\d+(\.\d+)?", f"{figure.value:f}")
        assert figure.upper is None or (figure.value is not None and figure.value < figure.upper)


@pytest.mark.parametrize(
    "piece",
    _REPEATED.split(),
)
def test_time_grows_in_step_with_length(piece: str) -> None:
    """Eight times the text takes about eight times as long, whatever it repeats."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = process_time()
        figures(text)
        return process_time() - start

    assert seconds(64_000) < 0.5 + 20 * seconds(8_000)


def test_the_documentation_shows_what_is_found() -> None:
    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, "figures.md", "exec"), {})
    wanted = [line[2:] for line in code.split("\n") if line.startswith("# ")]
    assert printed.getvalue().split("\n") == [*wanted, ""]
