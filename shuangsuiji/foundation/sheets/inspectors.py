"""Read a roll of licensed inspectors: certificate, department, what they may inspect, whom they must not visit.

Source: 第十条, 第十五条, 第十六条; form F7; E10-3, E10-4; `30-domain` §4.
Takes: a path, the words for departments and qualifications. Gives: `RosterReading[InspectorEntry]`.
Never: identity card numbers, birthdays; a person drawn on an expired certificate; a black or white list.
"""

import datetime
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from shuangsuiji.foundation.sheets.cells import Cell, Formula, shown, text_of
from shuangsuiji.foundation.sheets.checking import Provenance, RowCheck, check_provenance, read_opened, read_roster
from shuangsuiji.foundation.sheets.codes import read_certificate, read_code
from shuangsuiji.foundation.sheets.columns import INSPECTORS
from shuangsuiji.foundation.sheets.dates import DateReading
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress, Sheet, Source
from shuangsuiji.foundation.sheets.readings import InspectorEntry, RosterReading, RowKey, RowSelection
from shuangsuiji.foundation.sheets.tables import Record, Tables
from shuangsuiji.foundation.sheets.texts import folded_name, folded_word, is_nothing, word
from shuangsuiji.foundation.sheets.wordings import EXPERT_WORDS, INSPECTOR_STATES, inspector_state

DEFAULT_CAP = 2
DEFAULT_QUALIFICATIONS: Mapping[str, str] = MappingProxyType(
    {
        "劳动保障监察": "law",
        "劳动监察": "law",
        "调解仲裁": "arbitration",
        "劳动人事争议调解仲裁": "arbitration",
        "社会保险": "insurance",
        "人力资源市场": "market",
        "人力资源服务": "market",
        "职业技能培训": "training",
        "职业培训": "training",
        "劳动关系": "relations",
        "工资支付": "wages",
        "工伤": "injury",
        "安全生产": "safety",
        "市场监管": "commerce",
        "消防": "fire",
        "税务": "tax",
    }
)
DEFAULT_DEPARTMENTS: Mapping[str, str] = MappingProxyType(
    {
        "人力资源和社会保障局": "hrss",
        "人社局": "hrss",
        "市场监督管理局": "market",
        "市场监管局": "market",
        "应急管理局": "emergency",
        "住房和城乡建设局": "housing",
        "住建局": "housing",
        "税务局": "tax",
        "公安局": "police",
        "教育局": "education",
        "卫生健康委员会": "health",
        "卫健委": "health",
        "生态环境局": "environment",
        "消防救援大队": "fire",
        "医疗保障局": "medical",
        "交通运输局": "transport",
        "农业农村局": "agriculture",
        "商务局": "trade",
        "民政局": "civil",
    }
)
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SEPARATORS = re.compile(r"[、,;|/，；｜／\s]+")
_MOST_GROUPS = 999


@dataclass(frozen=True, slots=True)
class InspectorOptions:
    """What the file itself does not say. `window_end`: the last day on which certificates must still be valid."""

    provenance: Provenance
    departments: Mapping[str, str]
    qualifications: Mapping[str, str]
    default_cap: int
    window_end: datetime.date
    registered: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Licence:
    """One certificate of a person: the column it stands in, its id and its expiry."""

    key: str
    id: str
    expiry: DateReading

    def valid(self, on: datetime.date) -> bool:
        return self.expiry.permanent or (self.expiry.on is not None and self.expiry.on >= on)


class InspectorCheck(RowCheck[InspectorEntry]):
    """The checks of one roll of inspectors."""

    code_keys = ("certificate", "department_certificate", "provincial_certificate")

    def __init__(
        self,
        tables: Tables,
        book: FindingBook,
        options: InspectorOptions,
        *,
        at: datetime.date,
        limits: Limits,
        excluded: RowSelection,
    ) -> None:
        """`options` hold the tables of words, the default cap and the inspection window."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self._options = options
        self._departments = {folded_word(name): code for name, code in options.departments.items()}
        self._qualifications = {folded_word(name): code for name, code in options.qualifications.items()}
        self._certificates: dict[str, tuple[str, int]] = {}
        self._people: dict[tuple[str, str], tuple[str, int]] = {}
        self._drawable = 0

    def read(self, record: Record) -> None:
        """Check one row."""
        name = self.name(record, "姓名")
        department, department_name = self._department(record)
        licence = self._licence(record)
        state, elig = self._state(record)
        source, source_on = self.provenance(record, self._options.provenance)
        entry = InspectorEntry(
            sheet=record.sheet,
            row=record.row,
            id=licence.id,
            name=name,
            department=department,
            department_name=department_name,
            quals=self._quals(record),
            valid_until=licence.expiry.on,
            permanent=licence.expiry.permanent,
            state=state,
            elig=self._elig(record, name, licence, elig),
            cap=self._cap(record),
            recusals=self._recusals(record),
            section=self.text(record, "section"),
            certificate_kind=self.text(record, "certificate_kind"),
            is_expert=self._expert(record),
            source=source,
            source_on=source_on,
        )
        self._look_elsewhere(record, licence, department)
        self._look_for_namesakes(record, entry)
        if not self.in_error(record):
            self._drawable += entry.elig == "E"
            self.entries.append(entry)

    def close(self) -> None:
        """Say when nobody can be drawn, and where the roll comes from."""
        if self.entries and not self._drawable:
            self.say_list("warning", Fault.NOT_DRAWABLE, "没有一名可抽取的检查人员", "请核对证件有效期和人员状态")
        has_column = any("source" in layout.positions for layout in self._tables.layouts.values())
        dates = [entry.source_on for entry in self.entries]
        provenance = self._options.provenance
        check_provenance(self, provenance, [*dates, provenance.source_on], has_column=has_column)

    # ---- certificates

    def _licence(self, record: Record) -> _Licence:
        """The certificate that is valid through the window, otherwise the first one given."""
        main = self.day(record, "valid_until")
        provincial = self.day(record, "provincial_valid_until")
        licences = []
        for key in self.code_keys:
            reading = read_certificate(record.cells.get(key))
            self.say_code(record, key, reading)
            if reading.id:
                self._look_for_same(record, key, reading.id)
                expiry = provincial if key == "provincial_certificate" else main
                licences.append(_Licence(key, reading.id, expiry))
        if not licences:
            self._say_no_certificate(record)
            return _Licence("", "", main)
        best = next((each for each in licences if each.valid(self._options.window_end)), licences[0])
        if best is not licences[0]:
            reason = f"以“{self._tables.layouts[record.sheet].title(best.key)}”为准，另一证件不在有效期内"
            self.say(record, best.key, "note", Fault.CERTIFICATE, reason)
        return best

    def _say_no_certificate(self, record: Record) -> None:
        if self.in_error(record):
            return
        key = next((each for each in self.code_keys if self.has(record, each)), "")
        self.say(
            record, key, "error", Fault.CERTIFICATE, "缺少执法证件编号，不得列入检查人员名录", "请补填，或按行号排除"
        )

    def _look_for_same(self, record: Record, key: str, identifier: str) -> None:
        here = (record.sheet, record.row)
        sheet, row = self._certificates.setdefault(identifier, here)
        if (sheet, row) != here:
            place = f"表“{sheet}”第 {row} 行" if sheet != record.sheet else f"第 {row} 行"
            reason = f"与{place}的证件编号相同"
            self.say(record, key, "error", Fault.DUPLICATE, reason, "请确认后保留其一", code="E10-5")

    def _look_elsewhere(self, record: Record, licence: _Licence, department: str) -> None:
        """A certificate never stands in two departments' registries."""
        code, name = self._options.registered.get(licence.id, ("", ""))
        if code and department and code != department:
            self.say(
                record, licence.key, "error", Fault.DUPLICATE, f"该证件已在{name}的执法人员名录中",
                f"人员调动的，请{name}名录库管理员先办理“调往其他部门”；填错的请改正，或按行号排除", code="E10-5",
            )  # fmt: skip

    def _look_for_namesakes(self, record: Record, entry: InspectorEntry) -> None:
        if not entry.name or not entry.department:
            return
        here = (record.sheet, record.row)
        _, row = first = self._people.setdefault((folded_name(entry.name), entry.department), here)
        if first != here:
            reason = f"与第 {row} 行同单位同姓名，证件编号不同"
            self.say(record, "name", "warning", Fault.DUPLICATE, reason, "请核对是否为同一人", code="E10-5")

    def _elig(self, record: Record, name: str, licence: _Licence, elig: str) -> str:
        """X2 wins over leave: an expired certificate does not come back with its holder."""
        if not licence.id:
            return "X2"
        if licence.valid(self._options.window_end):
            if elig != "E":
                reason = f"{name} 状态为“{self.text(record, 'state')}”，留在名录中，不列入可抽取（{elig}）"
                self.say(record, "state", "note", Fault.NOT_DRAWABLE, reason)
            return elig
        key = "provincial_valid_until" if licence.key == "provincial_certificate" else "valid_until"
        self.say(
            record,
            key,
            "warning",
            Fault.CERTIFICATE,
            self._why_invalid(name, licence),
            code="E10-4",
            article="第十条、第十五条",
        )
        return "X2"

    def _why_invalid(self, name: str, licence: _Licence) -> str:
        on = licence.expiry.on
        if on is None:
            return f"{name} 执法证件没有有效期，不列入可抽取人员"
        if on < self.at:
            return f"{name} 执法证件已于 {on} 到期，不列入可抽取人员"
        return f"{name} 执法证件将于 {on} 到期，早于检查期截止日 {self._options.window_end}，不列入可抽取人员"

    # ---- the other columns

    def _department(self, record: Record) -> tuple[str, str]:
        name = self.text(record, "department")
        if not name:
            if self.has(record, "department"):
                self.say(record, "department", "error", Fault.REQUIRED_CELL, "单位为空", "请填写")
            return "", ""
        folded = folded_word(name)
        code = self._departments.get(folded) or self._by_ending(folded)
        if code is None and _CODE.fullmatch(name):
            code = name
        if code is None:
            accepted = "、".join(self._options.departments)
            remedy = f"可用：{accepted}，或直接填单位代码；也可用 --department 名称=代码 补充"
            self.say(record, "department", "error", Fault.DEPARTMENT, f"不认识的单位“{shown(name)}”", remedy)
            return "", name
        return code, name

    def _by_ending(self, folded: str) -> str | None:
        """濮阳县人力资源和社会保障局 ends in a known name; the longest known ending counts."""
        endings = [name for name in self._departments if folded.endswith(name)]
        return self._departments[max(endings, key=len)] if endings else None

    def _quals(self, record: Record) -> tuple[str, ...]:
        words = _split(self.text(record, "qualifications"))
        if not words:
            if self.has(record, "qualifications"):
                self.say(
                    record, "qualifications", "error", Fault.REQUIRED_CELL, "可查事项为空", f"可填：{self._accepted()}"
                )
            return ()
        codes = {each: self._qualifications.get(folded_word(each)) or _as_code(each) for each in words}
        unknown = [each for each, code in codes.items() if code is None]
        if unknown:
            reason = f"不认识的可查事项“{'、'.join(shown(each) for each in unknown)}”"
            self.say(
                record,
                "qualifications",
                "error",
                Fault.QUALIFICATION,
                reason,
                f"可用：{self._accepted()}，或直接填代码",
            )
        return tuple(dict.fromkeys(code for code in codes.values() if code))

    def _accepted(self) -> str:
        return (
            "、".join(f"{name}（{code}）" for name, code in self._options.qualifications.items())
            or "小写字母和数字的代码"
        )

    def _state(self, record: Record) -> tuple[str, str]:
        text = word(record.cells.get("state"))
        found = inspector_state(text)
        if found is None:
            reason = f"不认识的状态“{shown(text)}”"
            self.say(record, "state", "error", Fault.STATE, reason, f"可填：{'、'.join(INSPECTOR_STATES)}")
            return "", "E"
        return found

    def _cap(self, record: Record) -> int:
        text = word(record.cells.get("cap"))
        if not text and text_of(record.cells.get("cap")).strip() not in {"0", "０"}:
            return self._options.default_cap
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_GROUPS:
            return int(text)
        reason = f"最多组数须为 1—{_MOST_GROUPS} 的整数，现为“{shown(record.cells.get('cap'))}”"
        self.say(record, "cap", "error", Fault.CAP, reason, "不限制的留空；不能参加的在“状态”列写明")
        return self._options.default_cap

    def _expert(self, record: Record) -> bool | None:
        """None where there is no such column; an empty cell says no."""
        if not self.has(record, "is_expert"):
            return None
        text = word(record.cells.get("is_expert"))
        if text and text not in EXPERT_WORDS:
            reason = f"是否专家只能写“是”或“否”，现为“{shown(text)}”"
            self.say(record, "is_expert", "error", Fault.STATE, reason, "专家写“是”，不是的写“否”或留空")
        return EXPERT_WORDS.get(text, False)

    def _recusals(self, record: Record) -> tuple[str, ...]:
        cell = record.cells.get("recusals")
        if isinstance(cell, Formula):
            cell = cell.value
        if cell is not None and not isinstance(cell, str):
            cell = None if is_nothing(text_of(cell)) else cell
        parts = (
            _split(cell)
            if isinstance(cell, str) and not is_nothing(cell)
            else [cell]
            if cell is not None and not isinstance(cell, str)
            else []
        )
        found = set()
        for part in parts:
            reading = read_code(part, column="code")
            if reading.id:
                found.add(reading.id)
            else:
                why = next((remark.reason for remark in reading.remarks), "不是统一社会信用代码或 15 位注册号")
                shown_part = "" if reading.secret else f"“{shown(part)}”"
                self.say(
                    record, "recusals", "error", Fault.RECUSAL, f"回避对象{shown_part}：{why}",
                    "请填写检查对象的代码，多个以 、 分隔", secret=reading.secret,
                )  # fmt: skip
        return tuple(sorted(found))


def _split(text: str) -> list[str]:
    return [part for part in _SEPARATORS.split(text) if part]


def _as_code(text: str) -> str | None:
    return text if _CODE.fullmatch(text) else None


def read_inspectors(
    path: Path,
    *,
    at: datetime.date,
    window_end: datetime.date | None = None,
    source: str = "",
    source_on: datetime.date | None = None,
    source_required: bool = False,
    departments: Mapping[str, str] = DEFAULT_DEPARTMENTS,
    qualifications: Mapping[str, str] = DEFAULT_QUALIFICATIONS,
    default_cap: int = DEFAULT_CAP,
    registered: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> RosterReading[InspectorEntry]:
    """Read a roll of inspectors (F7).

    `window_end`: last day of the inspection; certificates must be valid through it (default: `at`).
    `departments`, `qualifications`: words → codes `[a-z0-9][a-z0-9._-]{0,63}`; a cell may hold the code itself. A
    department is also known by its ending. `registered`: certificate → code and name of the department whose registry has it;
    a row of another department is refused (E10-5). `default_cap`: teams per person where the file does not say (≥ 1).
    Whatever is wrong with the file is a finding; nothing is raised for it.
    """
    options = InspectorOptions(
        Provenance(source, source_on, source_required),
        departments,
        qualifications,
        default_cap,
        window_end or at,
        registered,
    )
    return read_roster(
        Path(path),
        INSPECTORS,
        lambda tables, book: InspectorCheck(
            tables, book, options, at=at, limits=limits, excluded=RowSelection(exclude_rows)
        ),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
    )


def read_entered(
    cells: Mapping[str, str], *, at: datetime.date, source: str, source_on: datetime.date | None
) -> RosterReading[InspectorEntry]:
    """Read one inspector written into a form by the checks of a roll: `cells` by key of `INSPECTORS`, `department` as a code.

    Findings name the column by our own header; the entry stands in row 2 of a table without name. Its digest is of the cells.
    """
    titles: list[Cell] = [INSPECTORS.column(key).title for key in cells]
    text = json.dumps(dict(cells), ensure_ascii=False, sort_keys=True)
    entered = Source("", hashlib.sha256(text.encode()).hexdigest(), len(text.encode()))
    row: list[Cell] = [value or None for value in cells.values()]
    options = InspectorOptions(
        Provenance(source, source_on, required=True), {}, DEFAULT_QUALIFICATIONS, DEFAULT_CAP, at
    )
    return read_opened(
        lambda: (entered, [Sheet("", visible=True), (1, titles), (2, row)]),
        entered,
        INSPECTORS,
        lambda tables, book: InspectorCheck(
            tables, book, options, at=at, limits=DEFAULT_LIMITS, excluded=RowSelection(())
        ),
        at=at,
        limits=DEFAULT_LIMITS,
    )
