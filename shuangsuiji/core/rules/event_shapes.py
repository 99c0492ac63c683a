"""The words an entry of the log may use in the open: each with one spelling, one meaning and one Chinese name.

Source: 50-ledger §4, §4.2; the draw's words are those of SSJ-DRAW/1 (a test holds their spellings to core/draw).
Takes: a line such as `task_id department count reason?` (`?` may be missing, `kind=roster` says which kind is meant here).
Gives: a `Shape` that names every key at fault. Never: free text where a code will do; a name, number or address of anybody.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import labels, number

MISSING = "MISSING"
MOST_MEMBERS = 64
LONGEST_DOCUMENT = 64
LONGEST_TEXT = 200
_MOST = 999_999_999

# Who may stand behind an entry: an office of the rules, an administrator, or the program itself.
ACTORS = {
    **OFFICES,
    "sysadmin": "系统管理员",
    "secadmin": "安全管理员",
    "audadmin": "审计管理员",
    "staff": "工作人员",
    "machine": "系统自动",
}
# A contributor's public ground of abort and void: SSJ-DRAW/1 §5.
DRAW_GROUNDS = ("plan", "roster", "commits", "beacon", "technical", "other")
# To which kind of body a matter goes; the body itself is private until it answers.
ORGAN_KINDS = ("department", "case_office", "market_regulation", "superior", "judicial", "other")

Accepts = Callable[[object], bool]


class Kind(NamedTuple):
    """How a public value is spelt. `expected` tells a person; `closed`: its spelling has no room for anything personal."""

    expected: str
    accepts: Accepts
    closed: bool = False


class Word(NamedTuple):
    """One key: the kind of its value and what it is called in Chinese."""

    kind: str
    label: str


class Shape(NamedTuple):
    """What one type of entry says openly: key → kind, needed and possible ones apart, in the order of the register."""

    required: Mapping[str, Kind]
    optional: Mapping[str, Kind]

    def faults(self, pub: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """(key, Chinese reason) for every key that is missing, foreign or holds what it may not."""
        known = {**self.required, **self.optional}
        for key in self.required:
            if key not in pub:
                yield key, f"缺少{WORDS[key].label}"
        for key, value in pub.items():
            if key not in known:
                yield key, "不在登记之列"
            elif not known[key].accepts(value):
                yield key, f"{WORDS[key].label}应为{known[key].expected}"


def shape(line: str) -> Shape:
    """Read a line of the register. Raises KeyError for a word or a kind that nobody defined."""
    needed: dict[str, Kind] = {}
    possible: dict[str, Kind] = {}
    for part in line.split():
        key, _, kind = part.removesuffix("?").partition("=")
        (possible if part.endswith("?") else needed)[key] = KINDS[kind or WORDS[key].kind]
    return Shape(needed, possible)


def _spelt(pattern: str) -> Accepts:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _integer(least: int, most: int) -> Accepts:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _text(longest: int) -> Accepts:
    return lambda value: (
        isinstance(value, str) and 0 < len(value) <= longest and value == value.strip() and value.isprintable()
    )


def _existing(pattern: str, read: Callable[[str], object]) -> Accepts:
    """A day or time that is so spelt and exists."""
    spelt = _spelt(pattern)

    def accepts(value: object) -> bool:
        if not (isinstance(value, str) and spelt(value)):
            return False
        try:
            read(value)
        except ValueError:
            return False
        return True

    return accepts


def _listed(member: Accepts) -> Accepts:
    return lambda value: (
        isinstance(value, list)
        and 0 < len(value) <= MOST_MEMBERS
        and all(map(member, value))
        and len(set(value)) == len(value)
    )


def _one_of(codes: Callable[[], object]) -> Accepts:
    """A code of a list that is looked up when it is needed: some are parameters."""
    return lambda value: isinstance(value, (str, int)) and not isinstance(value, bool) and value in _members(codes())


def _members(codes: object) -> tuple[object, ...]:
    return tuple(codes) if isinstance(codes, (Mapping, tuple)) else (codes,)


def _setting(value: object) -> bool:
    return _integer(-_MOST, _MOST)(value) or _text(LONGEST_DOCUMENT)(value)


_CODE = r"[a-z0-9][a-z0-9._-]{0,63}"
_TASK = rf"(?:rehearsal/)?[0-9]{{6}}(?:/{_CODE}){{1,5}}"
_HEX64 = r"[0-9a-f]{64}"
_DRAND = rf"drand/{_HEX64}"
_BALL = r"(?:0[1-9]|[12][0-9]|3[0-3])"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_BASE64 = r"[A-Za-z0-9+/]+={0,2}"

# fmt: off
KINDS: Mapping[str, Kind] = {
    "task":       Kind("任务编号，如 410928/rsj/2026/yonggong",        _spelt(_TASK)),
    "draw":       Kind("任务编号加次数，如 410928/rsj/2026/yonggong/1", _spelt(rf"{_TASK}/[1-9][0-9]{{0,8}}")),
    "code":       Kind("代码（小写字母、数字和 . _ -）",               _spelt(_CODE)),
    "codes":      Kind("不重复的代码列表",                             _listed(_spelt(_CODE))),
    "office":     Kind("岗位代码",                                     _one_of(lambda: ACTORS)),
    "count":      Kind("不小于 0 的整数",                              _integer(0, _MOST), True),
    "ordinal":    Kind("从 1 起的整数",                                _integer(1, _MOST), True),
    "year":       Kind("四位年份",                                     _integer(2000, 2999), True),
    "flag":       Kind("true 或 false",                                lambda value: isinstance(value, bool), True),
    "day":        Kind("存在的日期，如 2026-11-24",                    _existing(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat), True),
    "time":       Kind("存在的时间，如 2026-11-24T02:00:00Z",          _existing(_TIME, datetime.fromisoformat), True),
    "digest":     Kind("64 位小写十六进制摘要",                        _spelt(_HEX64), True),
    "part":       Kind("64 位小写十六进制摘要，没有该部分时为空",      _spelt(rf"(?:{_HEX64})?"), True),
    "reveal":     Kind(f"64 位小写十六进制，未揭示的为 {MISSING}",     _spelt(rf"{_HEX64}|{MISSING}"), True),
    "beacon":     Kind("公开随机数来源",                               _spelt(rf"{_DRAND}|cwl/ssq|dice/d10"), True),
    "round":      Kind("期号或轮次",                                   _spelt(r"[1-9][0-9]{0,9}"), True),
    "drawn":      Kind("公开随机数的规范写法",                         _spelt(rf"{_HEX64}|{_BALL}(?:-{_BALL}){{5}}\+(?:0[1-9]|1[0-6])|[0-9]{{8,64}}"), True),
    "suite":      Kind("SHA256 或 SM3",                                _one_of(lambda: ("SHA256", "SM3"))),
    "mode":       Kind("both、subjects 或 inspectors",                 _one_of(lambda: ("both", "subjects", "inspectors"))),
    "roster":     Kind("subject、subject/对象库代码 或 inspector",     _spelt(rf"subject(?:/{_CODE})?|inspector")),
    "registry":   Kind("subject、inspector 或 both",                   _one_of(lambda: ("subject", "inspector", "both"))),
    "opening":    Kind("notice、counter 或 audit",                     _one_of(lambda: ("notice", "counter", "audit"))),
    "ground":     Kind("中止、作废原因代码",                           _one_of(lambda: DRAW_GROUNDS)),
    "change":     Kind("人员更换事由代码",                             _one_of(lambda: labels("replacement_grounds"))),
    "withheld":   Kind("不予公示的法定情形代码",                       _one_of(lambda: labels("withholding_grounds"))),
    "channel":    Kind("告知方式代码",                                 _one_of(lambda: labels("notice_channels"))),
    "methods":    Kind("检查方式代码的列表",                           _listed(_one_of(lambda: labels("check_methods")))),
    "origin":     Kind("任务来源代码",                                 _one_of(lambda: labels("task_sources"))),
    "organ":      Kind("接收机关类别代码",                             _one_of(lambda: ORGAN_KINDS)),
    "result":     Kind("检查结果代码，如 R01",                         _spelt(r"[RS][0-9]{2}")),
    "clock":      Kind("移送或公示的期限（工作日数）",                 _one_of(lambda: (number("referral_days"), number("disclosure_days")))),
    "document":   Kind(f"文号、备案号，至多 {LONGEST_DOCUMENT} 字",    _text(LONGEST_DOCUMENT)),
    "text":       Kind(f"可公开的理由，至多 {LONGEST_TEXT} 字",        _text(LONGEST_TEXT)),
    "parameter":  Kind("参数名",                                       _spelt(r"[a-z][a-z_]*(?:\.[A-Za-z_]+)?")),
    "setting":    Kind("整数或短文字",                                 _setting),
    "log":        Kind("日志名称，如 log.example.gov.cn/410928/rsj",   _spelt(r"[a-z0-9.-]{1,100}(?:/[a-z0-9._-]{1,64}){1,4}")),
    "vkey":       Kind("公钥（名称+编号+Base64）",                     _spelt(rf"[!-*,-~]{{1,200}}\+[0-9a-f]{{8}}\+{_BASE64}"), True),
}

WORDS: Mapping[str, Word] = {
    # 任务和机关
    "task_id":         Word("task",      "任务编号"),
    "department":      Word("code",      "部门"),
    "departments":     Word("codes",     "部门"),
    "office":          Word("office",    "岗位"),
    "organ":           Word("code",      "公示机关"),
    "organ_kind":      Word("organ",     "接收机关类别"),
    "year":            Word("year",      "年度"),
    "version":         Word("ordinal",   "版本号"),
    "document":        Word("document",  "文号"),
    "window_from":     Word("day",       "检查期起"),
    "window_to":       Word("day",       "检查期止"),
    "day":             Word("day",       "日期"),
    "kind":            Word("code",      "种类"),
    "what":            Word("code",      "事由"),
    # 数
    "count":           Word("count",     "数量"),
    "added":           Word("count",     "新增数"),
    "changed":         Word("count",     "变更数"),
    "removed":         Word("count",     "移出数"),
    "n":               Word("count",     "名录行数"),
    "slot":            Word("count",     "席位序号"),
    "subjects":        Word("count",     "抽中对象数"),
    "teams":           Word("count",     "小组数"),
    "inspectors":      Word("count",     "抽中人员数"),
    "witnesses":       Word("count",     "见证方数"),
    "quorum":          Word("count",     "见证门槛"),
    "from_size":       Word("count",     "范围起"),
    "to_size":         Word("count",     "范围止"),
    "last":            Word("ordinal",   "所封最后一行的编号"),
    # 摘要
    "digest":          Word("digest",    "内容摘要"),
    "root":            Word("digest",    "根摘要"),
    "root_before":     Word("digest",    "变更前根摘要"),
    "root_after":      Word("digest",    "变更后根摘要"),
    # 抽取：字段名与抽取记录相同
    "draw_id":         Word("draw",      "抽取编号"),
    "ordinal":         Word("ordinal",   "次数"),
    "supersedes":      Word("draw",      "所接替的抽取编号"),
    "suite":           Word("suite",     "算法套件"),
    "mode":            Word("mode",      "抽取方式"),
    "plan_hash":       Word("digest",    "方案摘要"),
    "contributors":    Word("codes",     "随机数贡献方"),
    "commit_by":       Word("time",      "承诺截止"),
    "reveal_by":       Word("time",      "揭示截止"),
    "not_before":      Word("time",      "公开随机数最早产生时间"),
    "roster_commit":   Word("digest",    "名录承诺"),
    "subject_commit":  Word("part",      "对象名录承诺"),
    "inspector_commit": Word("part",     "人员名录承诺"),
    "context":         Word("digest",    "背景摘要"),
    "contributor":     Word("code",      "随机数贡献方"),
    "commit":          Word("digest",    "承诺值"),
    "r":               Word("reveal",    "揭示值"),
    "source":          Word("beacon",    "公开随机数来源"),
    "round":           Word("round",     "期号或轮次"),
    "value":           Word("drawn",     "公开随机数"),
    "seed":            Word("digest",    "种子"),
    "evidence":        Word("digest",    "证据摘要"),
    "selection_hash":  Word("part",      "对象名单摘要"),
    "batches_root":    Word("part",      "分组根摘要"),
    "assignment_hash": Word("part",      "人员名单摘要"),
    "result_hash":     Word("digest",    "结果摘要"),
    # 检查和公示
    "code":            Word("result",    "代码"),
    "ground":          Word("code",      "情形代码"),
    "channel":         Word("channel",   "告知方式"),
    "methods":         Word("methods",   "检查方式"),
    "clock":           Word("clock",     "期限"),
    "due":             Word("day",       "到期日"),
    "final":           Word("flag",      "是否确定（否为暂定）"),
    "reason":          Word("text",      "理由"),
    # 系统
    "parameter":       Word("parameter", "参数名"),
    "old":             Word("setting",   "原值"),
    "new":             Word("setting",   "新值"),
    "old_digest":      Word("digest",    "原值摘要"),
    "new_digest":      Word("digest",    "新值摘要"),
    "origin":          Word("log",       "日志名称"),
    "vkey":            Word("vkey",      "公钥"),
}
# fmt: on
