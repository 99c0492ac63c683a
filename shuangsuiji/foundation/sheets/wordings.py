"""Words that registries use for states, classes and kinds, and what they mean here.

Source: 第六条（一）（二）, 第二条; code tables of `30-domain` §2, wordings seen in real lists.
Gives: our word, or None for a wording that nobody may guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

SUBJECT_TYPES = ("企业", "个体工商户", "农民专业合作社", "外企代表机构", "其他主体", "产品", "项目", "行为")
SUBJECT_STATES = ("正常", "注销", "吊销", "撤销", "迁出")
NORMAL_WORDS = ("正常", "存续", "在业", "开业", "在营", "在册", "登记成立", "已成立")
CLASS_WORDS = ("A", "B", "C", "D", "低", "一般", "较高", "高")
INSPECTOR_STATES = ("在岗", "借调", "休假", "退休", "停用")
UNCLASSIFIED = frozenset({"", "未分类", "未评定", "未评级", "暂未分类", "未定级"})

# First match wins: 吊销未注销 is 吊销, 简易注销公告中 is still there.
_STATES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), state, remark)
    for pattern, state, remark in (
        (r"吊销", "吊销", ""),
        (r"(?:拟|简易注销公告|正在|申请|注销中|清算)", "正常", "尚未注销，仍列入可抽取"),
        (r"撤销", "撤销", ""),
        (r"(?:已|被)?注销", "注销", ""),
        (r"(?:已)?迁出|迁往", "迁出", ""),
        (r"歇业|停业|暂停营业|经营异常|异常", "正常", "仍列入可抽取，实际情况由检查时记录"),
        (r"迁入", "正常", ""),
        (r"^(?:正常|存续|在业|开业|在营|在册|登记成立|已成立|成立|营业|经营|有效)", "正常", ""),
    )
)
_CLASS_LETTER = re.compile(r"(?<![A-Z])([A-D])(?![A-Z])")
# 较高 before 高, and nothing else: 较低 or 中低 belong to other scales and are not ours to translate.
_CLASS_WORD = re.compile(r"(?:信用)?(?:风险)?(较高|中高|高|一般|中|低)(?:风险|信用风险)?(?:等级|类|级)?")
_CLASS_OF_WORD = {"低": "A", "一般": "B", "中": "B", "较高": "C", "中高": "C", "高": "D"}
_TYPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"^(?:产品|项目|行为|其他主体)$", ""),
        (r"合作社", "农民专业合作社"),
        (r"代表机构|代表处", "外企代表机构"),
        (r"个体|家庭经营|个人经营", "个体工商户"),
        (r"民办非企业|事业单位|社会团体|机关|基金会|学校|非企业", "其他主体"),
        (r"企业|公司|合伙|独资|集体|国有|全民|股份|分支机构|内资|外资|营业单位|厂", "企业"),
    )
)
_INSPECTOR_STATES = {
    "E": ("在岗", "在职", "正常", "启用", "有效"),
    "X3": ("休假", "请假", "产假", "病假", "事假", "年休假"),
    "X4": ("借调", "退休", "停用", "离职", "离岗", "调离", "调出", "辞职", "禁用", "脱产学习", "挂职"),
    "X2": ("证件到期", "证件过期", "证件注销"),
}
# The registering authority's letters at the start of a credit code (GB 32100 §4.2, §4.3).
_TYPE_BY_CODE = {"91": "企业", "92": "个体工商户", "93": "农民专业合作社"}


@dataclass(frozen=True, slots=True)
class State:
    """A subject's state in our word, whether it may be drawn, and what a person should know."""

    word: str
    elig: str
    remark: str = ""


@lru_cache(maxsize=1024)
def subject_state(text: str) -> State | None:
    """The state a registry's word stands for; None when nobody may guess."""
    for pattern, state, remark in _STATES:
        if pattern.search(text):
            return State(state, "E" if state == "正常" else "X2", remark)
    return None


@lru_cache(maxsize=1024)
def risk_class(text: str) -> str | None:
    """A–D, "" for 未分类, None for a wording that is unclear or contradicts itself. `text` is NFKC without blanks."""
    upper = text.upper()
    if upper in UNCLASSIFIED:
        return ""
    letters = set(_CLASS_LETTER.findall(upper))
    words = set()
    bare = re.sub(r"[()\[\]:,、/-]", " ", _CLASS_LETTER.sub(" ", upper))
    for part in bare.split():
        found = _CLASS_WORD.fullmatch(part)
        if found:
            words.add(_CLASS_OF_WORD[found[1]])
        elif part not in {
            "类",
            "级",
            "等级",
            "信用风险",
            "信用",
            "风险",
            "类企业",
            "级企业",
            "信用等级",
            "风险等级",
            "类风险",
        }:
            return None
    answer = letters | words
    return answer.pop() if len(answer) == 1 else None


@lru_cache(maxsize=1024)
def subject_type(text: str) -> str | None:
    """One of SUBJECT_TYPES, or None for an unknown wording."""
    if text in SUBJECT_TYPES:
        return text
    return next((kind for pattern, kind in _TYPES if kind and pattern.search(text)), None)


def subject_type_of_code(canonical_id: str) -> str:
    """What the first two characters of a credit code say; 其他主体 for anything else."""
    return _TYPE_BY_CODE.get(canonical_id[5:7], "其他主体") if canonical_id.startswith("uscc:") else "其他主体"


EXPERT_WORDS: Mapping[str, bool] = MappingProxyType(
    {"是": True, "专家": True, "√": True, "Y": True, "否": False, "非专家": False, "×": False, "N": False}
)


@lru_cache(maxsize=1024)
def inspector_state(text: str) -> tuple[str, str] | None:
    """An inspector's state and elig code; empty means 在岗; None for an unknown wording."""
    if not text:
        return "在岗", "E"
    return next(((text, elig) for elig, words in _INSPECTOR_STATES.items() if text in words), None)
