"""The employers of the demo county.

Source: magnitudes and class mix of a prefecture (65 A, 25 B, 8 C, 1.5 D, the rest unclassified, in percent).
Gives: firms in register order, unique by name and by organisation code.
Never: a legal representative, a phone number, an address; a name without one of the three syllables that mark it as made up.
"""

from datetime import date, timedelta
from typing import NamedTuple

from shuangsuiji.web.console.county.codes import valid_uscc
from shuangsuiji.web.console.county.lots import dealt, lot, pick
from shuangsuiji.web.console.county.towns import TOWNS

UNCLASSIFIED = "未分类"
CLASS_SHARES = (("A", 650), ("B", 250), ("C", 80), ("D", 15), (UNCLASSIFIED, 5))
# 演、拟、例 say "made up"; the other syllables are an invented list, not taken from any register.
_MARKS = "拟演例"
_FIRST = "禾润晟煜恺骁沐瑾钰翊昱暄澜岚珑琅珀霁霖霏溪汐沁渝泓漾滢瀚炫烁焱煦桉柠栩梓榕槿樾垚垣埕墨峤嵘屹岱川衍弈翎"
_SECOND = "丰达合盈昇佑筑启诚卓远芯凯畅铭锐捷硕博朗悦欣茂荟葳蓁菁芃苒茗莱茵帆舟航泊洲港渡桥亭楼台阁苑坊庭里谷岭坞湾塬峪"

_ENTERPRISE, _INDIVIDUAL, _COOPERATIVE, _SCHOOL = "企业", "个体工商户", "农民专业合作社", "其他主体"
_KIND_SHARES = ((_ENTERPRISE, 700), (_INDIVIDUAL, 255), (_COOPERATIVE, 35), (_SCHOOL, 10))
_KIND_CODES = {_ENTERPRISE: "91", _INDIVIDUAL: "92", _COOPERATIVE: "93", _SCHOOL: "52"}
AUTHORITIES = {
    _ENTERPRISE: "濮阳县市场监督管理局",
    _INDIVIDUAL: "濮阳县市场监督管理局",
    _COOPERATIVE: "濮阳县市场监督管理局",
    _SCHOOL: "濮阳县民政局",
}
_STATE_SHARES = (("存续", 976), ("注销", 12), ("吊销", 7), ("迁出", 5))
_VISIT_SHARES = (("", 860), ("上年", 115), ("本年", 25))

_TRADES = {
    _ENTERPRISE: (
        ("制造业", "家具有限公司"),
        ("制造业", "羽绒制品有限公司"),
        ("制造业", "石油机械配件有限公司"),
        ("制造业", "玻璃制品有限公司"),
        ("制造业", "服装有限公司"),
        ("制造业", "食品有限公司"),
        ("制造业", "塑业有限公司"),
        ("建筑业", "建筑劳务有限公司"),
        ("建筑业", "市政工程有限公司"),
        ("建筑业", "装饰工程有限公司"),
        ("批发和零售业", "商贸有限公司"),
        ("批发和零售业", "建材销售有限公司"),
        ("批发和零售业", "农资有限公司"),
        ("交通运输、仓储和邮政业", "物流有限公司"),
        ("交通运输、仓储和邮政业", "货运有限公司"),
        ("住宿和餐饮业", "餐饮管理有限公司"),
        ("住宿和餐饮业", "酒店有限公司"),
        ("租赁和商务服务业", "人力资源有限公司"),
        ("租赁和商务服务业", "劳务派遣有限公司"),
        ("租赁和商务服务业", "保安服务有限公司"),
        ("居民服务、修理和其他服务业", "家政服务有限公司"),
        ("居民服务、修理和其他服务业", "汽车服务有限公司"),
        ("信息传输、软件和信息技术服务业", "网络科技有限公司"),
        ("农、林、牧、渔业", "农业发展有限公司"),
    ),
    _INDIVIDUAL: (
        ("批发和零售业", "超市"),
        ("批发和零售业", "五金店"),
        ("批发和零售业", "服装店"),
        ("住宿和餐饮业", "饭店"),
        ("住宿和餐饮业", "小吃店"),
        ("居民服务、修理和其他服务业", "理发店"),
        ("居民服务、修理和其他服务业", "汽修部"),
        ("制造业", "加工坊"),
    ),
    _COOPERATIVE: (
        ("农、林、牧、渔业", "种植农民专业合作社"),
        ("农、林、牧、渔业", "养殖农民专业合作社"),
        ("农、林、牧、渔业", "农机服务农民专业合作社"),
    ),
    _SCHOOL: (
        ("教育", "职业技能培训学校"),
        ("教育", "幼儿园"),
    ),
}
_SCALES = {
    _ENTERPRISE: ("微型", "微型", "微型", "小型", "小型", "小型", "小型", "中型", "中型", "大型"),
    _INDIVIDUAL: ("微型",),
    _COOPERATIVE: ("微型", "小型"),
    _SCHOOL: ("小型",),
}
# A step without a common factor with the number of two-syllable names: walking by it meets each of them once.
_NAMES = len(_MARKS) * len(_FIRST) * len(_SECOND)
_NAME_STEP = 4057
_TOWN_SHARES = tuple((town.name, town.weight) for town in TOWNS)


class Firm(NamedTuple):
    """One employer as the register knows it. `visited_on` is the day of its latest inspection, None when there is none."""

    name: str
    uscc: str
    kind: str
    state: str
    town: str
    risk_class: str
    industry: str
    scale: str
    established_on: date
    visited_on: date | None


def firms(size: int, as_of: date) -> list[Firm]:
    """Make `size` employers as a register knows them on `as_of`.

    No date is later than `as_of`; a few firms were already inspected in its year, which excludes them as X1 (第九条).
    """
    kinds = dealt("kind", size, _KIND_SHARES)
    states = dealt("state", size, _STATE_SHARES)
    towns = dealt("town", size, _TOWN_SHARES)
    classes = dealt("class", size, CLASS_SHARES)
    visits = dealt("visit", size, _VISIT_SHARES)
    return [
        _firm(index, kind, state, town, risk_class, _visited_on(index, visit, as_of), as_of)
        for index, (kind, state, town, risk_class, visit) in enumerate(
            zip(kinds, states, towns, classes, visits, strict=True)
        )
    ]


def _firm(index: int, kind: str, state: str, town: str, risk_class: str, visited_on: date | None, as_of: date) -> Firm:
    industry, trade = pick("trade", index, _TRADES[kind])
    place = f"濮阳县{town}" if kind == _INDIVIDUAL else "濮阳县"
    return Firm(
        name=f"{place}{_shop_name(index)}{trade}",
        uscc=valid_uscc(index, kind=_KIND_CODES[kind]),
        kind=kind,
        state=state,
        town=town,
        risk_class=risk_class,
        industry=industry,
        scale=pick("scale", index, _SCALES[kind]),
        # Founded before it was ever visited; the newest about a month old, as in a register that is kept up.
        established_on=(visited_on or as_of) - timedelta(days=30 + lot("established", index, 8000)),
        visited_on=visited_on,
    )


def _shop_name(index: int) -> str:
    """A name (字号) of its own for every index; it grows a syllable only when the shorter names are used up."""
    further, within = divmod(index, _NAMES)
    place, mark = divmod(within * _NAME_STEP % _NAMES, len(_MARKS))
    first, second = divmod(place, len(_SECOND))
    syllables = _FIRST[first] + _SECOND[second]
    while further:
        further, extra = divmod(further, len(_FIRST))
        syllables += _FIRST[extra]
    return _MARKS[mark] + syllables


def _visited_on(index: int, visit: str, as_of: date) -> date | None:
    if not visit:
        return None
    new_year = date(as_of.year, 1, 1)
    if visit == "本年":
        return new_year + timedelta(days=lot("visited", index, (as_of - new_year).days + 1))
    return date(as_of.year - 1, 3, 1) + timedelta(days=lot("visited", index, 270))
