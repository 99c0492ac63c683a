"""From two spreadsheets to entries for a frozen roster: classes become strata, visits and states become exclusion codes.

Source: 第六条（一）, 第九条, 第十条, 第十五条; SSJ-DRAW/1 §3.1. All or nothing: a list with an error gives no entry.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import CanonicalError, parse_json
from shuangsuiji.core.draw import freeze
from shuangsuiji.core.draw.grammar import CODE, DIVISION
from shuangsuiji.core.draw.plan import RISK_CLASSES
from shuangsuiji.core.draw.refusal import Refusal, refuse_any
from shuangsuiji.core.draw.shape import fields, mapping, text
from shuangsuiji.core.rules.repeats import ELIGIBLE, TaskType, Visit, eligibility, usual_rule
from shuangsuiji.core.rules.risk import RiskClass
from shuangsuiji.foundation.sheets.columns import RECEIVED_LIST
from shuangsuiji.foundation.sheets.inspectors import DEFAULT_DEPARTMENTS, DEFAULT_QUALIFICATIONS, read_inspectors
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading, SubjectEntry
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.web.console.ceremony.files import plain, refused

_BOM = b"\xef\xbb\xbf"
_ROWS_TOLD = 10
_NAME = re.compile(r".{1,64}")
_WORDS = fields(
    {},
    {
        "county": text(re.compile(r"[0-9]{6}")),
        "towns": mapping(_NAME, text(DIVISION)),
        "departments": mapping(_NAME, text(CODE)),
        "qualifications": mapping(_NAME, text(CODE)),
    },
)
_WORDS_REMEDY = "应为含 county、towns、departments、qualifications 的 JSON 文件，见 shuangsuiji draw freeze --help"


@dataclass(frozen=True, slots=True)
class Words:
    """What a county's own words mean: towns → division codes, department names and qualifications → codes."""

    county: str = ""
    towns: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    qualifications: Mapping[str, str] = field(default_factory=dict)


def read_words(
    path: Path | None, departments: Sequence[tuple[str, str]] = (), qualifications: Sequence[tuple[str, str]] = ()
) -> Words:
    """The county's words from a JSON file `{county, towns, departments, qualifications}`, and pairs given beside it."""
    words: Mapping[str, Any] = {}
    if path is not None:
        try:
            words = parse_json(path.read_bytes().removeprefix(_BOM))
        except OSError as error:
            raise refused("words", f"对照表 {path} 不能读取：{plain(error)}", "请核对路径", "第十条") from error
        except CanonicalError as error:
            raise refused("words", f"对照表 {path} 不能读取：{error}", _WORDS_REMEDY, "第十条") from error
    for fault in _WORDS(words, ""):
        raise refused("words", f"对照表 {path}：{fault}", _WORDS_REMEDY, "第十条")
    return Words(
        words.get("county", ""),
        words.get("towns", {}),
        {**words.get("departments", {}), **dict(departments)},
        {**words.get("qualifications", {}), **dict(qualifications)},
    )


def subject_reading(path: Path, words: Words, division: str, on: date, **options: Any) -> RosterReading[SubjectEntry]:
    """Read a registry of subjects; towns the county's words do not know become the county's own code."""
    try:
        return read_subjects(path, at=on, county=words.county or division, towns=words.towns, **options)
    except ValueError as error:
        raise refused("words", f"{error}", "请改正对照表中的 county、towns", "第十条") from error


def received_reading(path: Path, words: Words, division: str, on: date, **options: Any) -> RosterReading[SubjectEntry]:
    """Read a list an upper level sent down: names and codes are enough (第十二条)."""
    return subject_reading(path, words, division, on, columns=RECEIVED_LIST, **options)


def inspector_reading(
    path: Path, words: Words, on: date, window_end: date, **options: Any
) -> RosterReading[InspectorEntry]:
    """Read the roll of inspectors; certificates must be valid through `window_end`."""
    return read_inspectors(
        path,
        at=on,
        window_end=window_end,
        departments={**DEFAULT_DEPARTMENTS, **words.departments},
        qualifications={**DEFAULT_QUALIFICATIONS, **words.qualifications},
        **options,
    )


def require(reading: RosterReading[Any]) -> tuple[Any, ...]:
    """The entries of a list. Raises DrawRefused with every error where there is one: all or nothing (第十条)."""
    refuse_any(
        Refusal(
            error.code,
            error.article,
            f"{error.reason}，整批未导入",
            error.remedy,
            f"{reading.source.name} {error.place}",
        )
        for error in reading.errors()
    )
    return reading.entries


def subject_entries(
    reading: RosterReading[SubjectEntry], strata: Mapping[str, Any], task: TaskType, year: int, unclassified: str
) -> list[freeze.SubjectEntry]:
    """Entries for one library. `unclassified` is the class firms without one are treated as, `""` when not decided.

    Strata A–D take the classes; a plan with a single other stratum takes everybody. Raises DrawRefused (E06-5) for firms
    without class and without decision.
    """
    rows = require(reading)
    by_class = bool(set(strata) & set(RISK_CLASSES))
    undecided = [row for row in rows if row.risk_class is None] if by_class and not unclassified else []
    if undecided:
        where = "、".join(f"{row.row}" for row in undecided[:_ROWS_TOLD]) + ("……" if undecided[_ROWS_TOLD:] else "")
        raise refused(
            "E06-5",
            f"有 {len(undecided)} 户尚无信用风险分类（第 {where} 行），请先处理再建库",
            "按部门书面决定加 --unclassified B（视同某类），或用 --exclude-row 行号 列明不入库",
            "第六条（一）",
        )
    if not by_class and len(strata) != 1:
        raise refused(
            "strata", "名录只能按信用风险类别 A—D 分层，或全部归入唯一一层", "请修改方案的 strata", "第六条（一）"
        )
    only = next(iter(strata))
    return [_subject(row, (row.risk_class or unclassified) if by_class else only, task, year) for row in rows]


def _subject(row: SubjectEntry, stratum: str, task: TaskType, year: int) -> freeze.SubjectEntry:
    elig = row.elig
    if elig == ELIGIBLE and row.last_inspected_on:
        visits = [Visit(row.last_inspected_on, task)]
        known = RiskClass(stratum) if stratum in RISK_CLASSES else None
        elig = eligibility(visits, year=year, task_type=task, risk_class=known, rule=usual_rule())
    return freeze.SubjectEntry(row.id, stratum, elig, {"name": row.name, "town": row.town})


def inspector_entries(reading: RosterReading[InspectorEntry]) -> list[freeze.InspectorEntry]:
    """Entries of all inspectors, also of those who cannot be drawn: they stay in the roster with their code."""
    return [
        freeze.InspectorEntry(row.id, row.department, row.quals, row.elig, row.cap, row.recusals)
        for row in require(reading)
    ]
