"""The XPaths of docs/tei.md, each run on a page that holds every role."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from layoutkit.model import Document, role_of, walk
from layoutkit.writers import tei
from tests.support import ROOT, from_notation

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
TEXT = """来源：示例晚报
2021年12月31日 星期五
B2
春来早特刊
# 把实事办到群众心坎上
——三地民生项目一线见闻
（上接第一版）记者近日走访看到，老城区的三条街巷已经改造完毕。
找准需求 先问居民要什么，再定工程做什么。说到做到 每件事都写明期限。
王小明
## 新书屋开到家门口
各位读者：
本报讯（记者 李一）城东书屋昨天开门。全天免费。读者可以借书，也可以通借通还，书屋
书屋由居民自己管理。
图为孩子们在书屋看书。赵二 摄
记者：为什么选在这里？
馆长李红：这里离学校最近，流动书屋也停在这里。
表1 书屋开放情况
名称 & 座位 & 备注
城东书屋 & 120个 & 全天
城西书屋 &  & 周末
关键词 1 开放
【报告点击①】
全市新开书屋41万家。
数说书屋
- 新增书屋4.1万家
- 读者突破6万人
- 借书量增长5.5%以上
- 近2万市民办证，居全省第3位
- 退书率降至0.3%
- 等候时间减少5分钟
【报告点击②】
读者可以通借通还。
名词解释
1. 流动书屋(P2)：装有图书、定点停靠的客车。
2. 通借通还(P4)：在任何一处借，在任何一处还。
附件1
书屋开放时间
- 周一至周五9时至18时
- 周一至周五9时至18时
- 周末8时至20时
（下转第三版）
责任编辑:叶新福
制图/左骏
【示例晚报】"""
NOTATION = """
page
  kicker @4
  headline @5
  deck @6
  meta field=source label=@1:-3 @1:3-
  meta field=date @2:-11
  meta field=weekday @2:12-
  meta field=page @3
  meta field=editor label=@42:-5 @42:5-
  article
    jump @7:-7
    p @7:7-
    p lead=@8:-4 inner=@8:21-25 @8
    byline @9
  article
    headline @10
    salutation @11
    p dateline=@12:-10 lead=@12:10-19 inner=@12:19-24 @12+13:2-
    dup of=@12:39-41 kind=overlap @13:-2
    caption @14:-11
    credit @14:11-
    speaker @15:-3
    p @15:3-
    speaker @16:-5
    p @16:5-
    table
      caption @17
      row @18:-2+18:5-7+18:10-12
      row @19:-4+19:7-11+19:14-16
      row @20:-4+20:10-12
    section kind=keyword n=1 title=@21:6- @21
      box kind=报告点击 n=1 @22
        p @23
      section kind=theme @24
        stats
          stat @25
          stat @26
          stat @27
          stat @28
          stat @29
          stat @30
    section kind=keyword n=2
      box kind=报告点击 n=2 @31
        p @32
    glossary @33
      entry n=1 term=@34:3-7 pages="P2" @34:12-
      entry n=2 term=@35:3-7 pages="P4" @35:12-
    section kind=annex n=1 title=@37 @36+37
      list
        item @38
        dup of=@38 kind=exact @39
        item @40
    jump @41
  credit @43
  furniture @44
  warning kind=missing-heading at=@31
  warning kind=conflicting-figures at=@23 a=@23:6-10 b=@25:6-10 said="41万家|4.1万家"
"""
ROW = re.compile(r"^\| (?P<find>[^|]+) \| `(?P<path>[^`]+)` \| (?P<found>[^|]+) \|$", re.MULTILINE)
QUERIES = ROW.findall((ROOT / "docs" / "tei.md").read_text(encoding="utf-8"))


def page() -> Document:
    """Return the page on which the paths are tried."""
    return from_notation(NOTATION, TEXT)


def test_the_page_holds_every_role() -> None:
    roles = {role_of(node) for node in walk(page())}
    assert len(roles) == 8 + 12 + 4 + 1  # groups; texts; stat, entry, meta, dup; row


@pytest.mark.parametrize("find, path, found", QUERIES, ids=[query[0] for query in QUERIES])
def test_path_finds_what_the_manual_says(find: str, path: str, found: str) -> None:
    root = etree.fromstring(tei.write(page()))
    result = root.xpath(path, namespaces=NAMES)
    assert isinstance(result, list)
    values = [" ".join(e.itertext() if isinstance(e, etree._Element) else [str(e)]) for e in result]
    if count := re.fullmatch(r"(\d+) nodes?", found):
        assert len(values) == int(count[1]), values
    else:
        assert ["".join(value.split()) for value in values] == found.replace(" ", "").split(";")


def test_the_manual_has_the_paths() -> None:
    assert len(QUERIES) > 35


def test_the_copy_that_stays_is_found_from_each_duplicate() -> None:
    root = etree.fromstring(tei.write(page()))
    for surplus in root.iterfind(".//t:surplus", NAMES):
        kept = surplus.xpath("id(substring-after(substring-before(@corresp,' '),'#'))")
        assert isinstance(kept, list) and len(kept) == 1
        assert "".join(surplus.itertext()) in "".join(kept[0].itertext())
