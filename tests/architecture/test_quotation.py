"""The repository quotes nothing from the rules: no run of twelve Chinese characters is common to both, but what the law fixes.

Source: 20-house §9. Compared are Chinese characters only, after NFKC and without anything between them, so that neither a
line break nor a quotation mark hides a quotation.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import pytest

from tests.architecture.repository import name, texts

LENGTH = 12
NOT_CHINESE = re.compile(r"[^\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")

# What may stand in both, each with its reason. Nothing here is a sentence of the rules.
PERMITTED = {
    "official title of a document": [
        "濮阳县人力资源和社会保障局双随机、一公开工作实施细则",
        "河南省人民政府关于在市场监管领域全面推行部门联合双随机、一公开监管的实施意见",
        "濮阳企业信用风险分类管理办法（试行）",
        "国家企业信用信息公示系统（河南）",
    ],
    "name of an office or of a library fixed by 第六条（一）（二）": [
        "濮阳县人力资源和社会保障局",
        "濮阳县人力资源和社会保障局调解仲裁与劳动监察股",
        "信用风险低（A 类）、信用风险一般（B 类）、信用风险较高（C 类）、信用风险高（D 类）",
        "信用风险较高（C 类）、信用风险高（D 类）风险等级",
        "检查事项、风险类别、抽查次数、检查对象库",
    ],
    "wording of a result, which officials must find unchanged on the form: 第十九条（四）": [
        "未发现问题、未按规定公示应当公示的信息、公示信息隐瞒真实情况弄虚作假、通过登记的住所（经营场所）无法联系、发现问题已责令改正、不配合检查情节严重、未发现开展本次抽查涉及的经营活动、发现问题待后续处理、合格、不合格",
    ],
    "list of terms, each a code of its own; 20-house §9 admits lists": [
        "企业、个体工商户、农民专业合作社",  # 第二条
        "投诉举报、大数据监测、案件线索转办交办",  # 第六条（四）
        "岗位调整、工作冲突、健康状况、执法回避",  # 第十五条
        "检查内容、检查时间、检查方式",  # 第七条
        "检查依据、检查程序、检查内容、检查方法",  # 第十七条
        "现场笔录、初步提取证据、责令停止",  # 第十九条（二）
    ],
    "name of a form: 第十九条（二）": ["市场监管领域部门联合抽查情况记录表"],
}


def chinese(text: str) -> str:
    """The Chinese characters of a text, one after the other."""
    return NOT_CHINESE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1)
def shingles_of_the_rules(rules: str) -> frozenset[str]:
    """The runs of the rules that may not be repeated, taken apart once."""
    return frozenset(shingles(rules) - permitted())


def shingles(text: str) -> set[str]:
    """Every run of twelve Chinese characters."""
    characters = chinese(text)
    return {characters[start : start + LENGTH] for start in range(len(characters) - LENGTH + 1)}


def permitted() -> set[str]:
    """Runs that may stand in both."""
    return {shingle for phrases in PERMITTED.values() for phrase in phrases for shingle in shingles(phrase)}


def quotations(text: str, rules: str) -> list[str]:
    """Runs common to a text and the rules, without the permitted ones."""
    return sorted(shingles(text) & shingles_of_the_rules(rules))


def test_a_quotation_is_found_across_line_breaks_and_marks() -> None:
    rules = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
    assert quotations('"甲乙丙丁戊己"\n    "庚辛 壬癸子丑"', rules) == ["甲乙丙丁戊己庚辛壬癸子丑"]
    assert quotations("甲乙丙丁戊己庚辛壬癸子", rules) == []


@pytest.mark.external
def test_no_file_quotes_the_rules(shared: Path) -> None:
    rules = (shared / "rules" / "xize.txt").read_text(encoding="utf-8")
    found = {name(path): runs for path, text in texts() if (runs := quotations(text, rules))}
    assert found == {}
