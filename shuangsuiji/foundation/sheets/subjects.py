"""Read a registry of inspected subjects: who they are, whether they may be drawn, which class and place they belong to.

Source: 第六条（一）（二）, 第九条, 第十条; form F8; `30-domain` §4 and §12; E10-3, E10-5, E10-6.
Takes: a path. Gives: `RosterReading[SubjectEntry]`.
Never: a personal value in a finding, or at all where not asked for; a guessed digit; a subject dropped in silence.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.identifiers import is_subject_id
from shuangsuiji.foundation.sheets.cells import shown, text_of
from shuangsuiji.foundation.sheets.checking import Provenance, RowCheck, Sink, check_provenance, read_roster
from shuangsuiji.foundation.sheets.codes import AS_TEXT, CodeReading, is_float_shaped, read_code
from shuangsuiji.foundation.sheets.columns import SUBJECTS, ColumnSet
from shuangsuiji.foundation.sheets.duplicates import Duplicates
from shuangsuiji.foundation.sheets.findings import Fault, FindingBook
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.reader import Progress
from shuangsuiji.foundation.sheets.readings import RosterReading, RowKey, RowSelection, SubjectEntry
from shuangsuiji.foundation.sheets.tables import Record, Tables
from shuangsuiji.foundation.sheets.texts import is_nothing, word
from shuangsuiji.foundation.sheets.towns import UNKNOWN_COUNTY, Towns
from shuangsuiji.foundation.sheets.wordings import (
    CLASS_WORDS,
    NORMAL_WORDS,
    SUBJECT_STATES,
    State,
    risk_class,
    subject_state,
    subject_type,
    subject_type_of_code,
)

# Of genuine all-digit codes 0.7 % look as if rounded; more than this share of a column, and more than one, is no chance.
ROUNDED_SHARE_PERCENT = 5
ROUNDED_AT_LEAST = 2
STALE_FOUNDING_DAYS = 365
_ENOUGH_TO_TELL = 20  # fewer rows say nothing about the age of a list
# What the registry keeps of a firm, sealed (第二十四条).
CARRIED = ("address", "legal_rep", "liaison", "phone")
_ROUNDED = "代码疑被电子表格改成数字，末几位已失真"


@dataclass(frozen=True, slots=True)
class SubjectOptions:
    """What the file itself does not say."""

    provenance: Provenance
    towns: Towns
    distinct: RowSelection


@dataclass(slots=True)
class _Digits:
    """An 18-digit text code whose judgement waits for the whole column."""

    record: Record
    key: str
    reading: CodeReading


class SubjectCheck(RowCheck[SubjectEntry]):
    """The checks of one subject registry."""

    code_keys = ("uscc", "reg_no", "code", "object_no")

    def __init__(
        self,
        tables: Tables,
        book: FindingBook,
        options: SubjectOptions,
        *,
        at: datetime.date,
        limits: Limits,
        excluded: RowSelection,
    ) -> None:
        """`options` hold the source, the towns and the rows a person confirmed as different subjects."""
        super().__init__(tables, book, at=at, limits=limits, excluded=excluded)
        self._options = options
        self._duplicates = Duplicates(self, options.distinct)
        self._digits: dict[tuple[str, str], list[_Digits]] = {}
        self._unknown_areas: dict[str, list[int]] = {}
        self._without_code = 0
        self._states: set[str] = set()
        self._newest: datetime.date | None = None

    def read(self, record: Record) -> None:
        """Check one row."""
        name = self.name(record, "名称")
        canonical, reg_no, code = self._identity(record)
        state = self._state(record)
        kind = self._type(record, canonical)
        klass = self._class(record)
        area = self.text(record, "area")
        source, source_on = self.provenance(record, self._options.provenance)
        established = self.day(record, "established", partial="warning").on
        if established and established > self.at:
            self.say(record, "established", "warning", Fault.DATE, f"成立日期 {established} 晚于 {self.at}", "请核对")
        if established and (self._newest is None or established > self._newest):
            self._newest = established
        entry = SubjectEntry(
            sheet=record.sheet,
            row=record.row,
            id=canonical,
            name=name,
            subject_type=kind,
            state=state.word,
            town=self._town(record, area),
            area=area,
            risk_class=klass,
            elig=state.elig,
            reg_no=reg_no,
            class_on=self.day(record, "class_date", partial="warning").on,
            class_source=self.text(record, "class_source"),
            established_on=established,
            last_inspected_on=self.day(record, "last_inspected").on,
            registration_authority=self.text(record, "registration_authority"),
            supervising_authority=self.text(record, "supervising_authority"),
            industry=self.text(record, "industry"),
            source=source,
            source_on=source_on,
            ownership=self.text(record, "ownership"),
            scale=self.text(record, "scale"),
            libraries=self.listed(record, "special_library"),
            tags=self.listed(record, "tags"),
            personal=self.personal(record),
        )
        self._duplicates.look(record, entry, code)
        if not self.in_error(record):
            self.entries.append(entry)

    # ---- identity

    def _identity(self, record: Record) -> tuple[str, str, str]:
        """Canonical id, registration number beside it, and the cleaned code as written."""
        readings = {
            key: read_code(record.cells.get(key), column=key)
            for key in ("uscc", "reg_no", "code")
            if self.has(record, key)
        }
        number = self._object(record)
        for key, reading in readings.items():
            if reading.digits:
                self._digits.setdefault((record.sheet, key), []).append(_Digits(record, key, reading))
            else:
                self.say_code(record, key, self._softened(key, reading, readings, number))
        ids = [reading.id for reading in readings.values() if reading.id]
        uscc = [each for each in ids if each.startswith("uscc:")]
        reg = [each for each in ids if each.startswith("reg:")]
        canonical = (uscc or reg or [number])[0]
        if len(set(uscc)) > 1 or len(set(reg)) > 1:
            self.say(
                record,
                "",
                "error",
                Fault.NO_IDENTITY,
                f"本行有两个不同的代码 {'、'.join(dict.fromkeys(ids))}",
                "请核对原件，只保留一个",
            )
        if not canonical and not any(reading.refused for reading in readings.values()):
            self._no_identity(record, readings)
        elif canonical.startswith("reg:") and not any(reading.refused for reading in readings.values()):
            self._without_code += 1
            key = "uscc" if "uscc" in readings else "code" if "code" in readings else "reg_no"
            self.say(
                record, key, "warning", Fault.NO_CODE, "缺少统一社会信用代码，以 15 位注册号确认身份", "请补填信用代码"
            )
        if canonical:
            self._old_forms(record, readings)
        written = next((cell for key in readings if isinstance(cell := record.cells.get(key), str) and cell), "")
        return canonical, reg[0].removeprefix("reg:") if reg else "", written

    def _old_forms(self, record: Record, readings: Mapping[str, CodeReading]) -> None:
        for key, reading in readings.items():
            if reading.old_form and not reading.remarks:
                length = len(reading.old_form)
                self.say(record, key, "note", Fault.CODE_FORM, f"{length} 位旧式编号只作文字保留，不用来确认身份")

    def _softened(
        self, key: str, reading: CodeReading, all_of_row: Mapping[str, CodeReading], number: str
    ) -> CodeReading:
        """A wrong check digit of an old number matters less beside a good credit code or a keeper's own number."""
        good = number or any(other.id.startswith("uscc:") for other in all_of_row.values())
        if key not in {"reg_no", "code"} or not good or not reading.old_form:
            return reading
        soft = CodeReading(old_form=reading.old_form)
        for remark in reading.remarks:
            soft.note(
                "warning" if remark.level == "error" else remark.level, remark.fault, remark.reason, remark.remedy
            )
        return soft

    def _object(self, record: Record) -> str:
        text = text_of(record.cells.get("object_no")).strip()
        if is_nothing(text):
            return ""
        if not is_subject_id(f"obj:{text}"):
            reason = "对象编号只能由小写字母、数字和 . _ / - 组成，1—64 位"
            self.say(record, "object_no", "error", Fault.CODE_FORM, reason, "请改正编号")
            return ""
        return f"obj:{text}"

    def _no_identity(self, record: Record, readings: Mapping[str, CodeReading]) -> None:
        old = next((key for key, reading in readings.items() if reading.old_form), "")
        key = old or next(iter(readings), "")
        if old and len(readings[old].old_form) == 15 and readings[old].refused:
            return
        what = "只有旧式编号，不能确认身份" if old else "没有统一社会信用代码，也没有 15 位注册号"
        remedy = "请补填信用代码；确无代码的，由名录库管理员在“对象编号”列编号，或按行号排除"
        self.say(record, key, "error", Fault.NO_IDENTITY, what, remedy)

    # ---- the other columns

    def _state(self, record: Record) -> State:
        if not self.has(record, "state"):
            return State("正常", "E")
        text = word(record.cells.get("state"))
        if not text:
            self.say(
                record,
                "state",
                "error",
                Fault.REQUIRED_CELL,
                "状态为空，无法确认能否抽取",
                f"可填：{'、'.join(SUBJECT_STATES)}",
            )
            return State("", "E")
        state = subject_state(text)
        if state is None:
            accepted = "、".join((*NORMAL_WORDS, *SUBJECT_STATES[1:]))
            self.say(record, "state", "error", Fault.STATE, f"不认识的状态“{shown(text)}”", f"可填：{accepted}")
            return State("", "E")
        self._states.add(state.word)
        if state.elig != "E":
            self.say(record, "state", "note", Fault.NOT_DRAWABLE, f"状态为{state.word}，留在名录中，不列入可抽取（X2）")
        elif state.remark:
            self.say(record, "state", "warning", Fault.STATE, f"状态“{shown(text)}”：{state.remark}")
        return state

    def _type(self, record: Record, canonical: str) -> str:
        text = word(record.cells.get("subject_type"))
        known = subject_type(text) if text else None
        if known:
            return known
        by_code = subject_type_of_code(canonical)
        if text:
            self.say(
                record,
                "subject_type",
                "warning",
                Fault.SUBJECT_TYPE,
                f"不认识的主体类型“{shown(text)}”，按“{by_code}”计",
                "请改用规定的类型",
            )
        elif self.has(record, "subject_type"):
            self.say(record, "subject_type", "warning", Fault.SUBJECT_TYPE, f"主体类型为空，按“{by_code}”计", "请补填")
        return by_code

    def _class(self, record: Record) -> str | None:
        if not self.has(record, "risk_class"):
            return None
        text = word(record.cells.get("risk_class"))
        found = risk_class(text)
        if found is None:
            accepted = "、".join(CLASS_WORDS)
            self.say(
                record,
                "risk_class",
                "error",
                Fault.RISK_CLASS,
                f"不认识的风险类别“{shown(text)}”",
                f"可填：{accepted}，未分类的留空",
            )
        elif not found:
            self.say(record, "risk_class", "warning", Fault.RISK_CLASS, "没有信用风险分类，归入“未分类”")
        return found or None

    def _town(self, record: Record, area: str) -> str:
        known = self._options.towns.code(area)
        if known is None and self.has(record, "area"):
            self._unknown_areas.setdefault(area, []).append(record.row)
        return known or self._options.towns.county

    # ---- the whole list

    def close(self) -> None:
        """Judge columns of digits, areas, age and source of the list."""
        for pending in self._digits.values():
            self._judge_digits(pending)
        total = self._tables.rows_seen
        if self._without_code:
            share = self._without_code * 1000 // total / 10
            self.say_list(
                "note",
                Fault.NO_CODE,
                f"{self._without_code} 行（{share} %）没有统一社会信用代码",
                "冻结名录前须决定如何处理",
            )
        for key, what in (("state", "状态"), ("risk_class", "信用风险分类")):
            if self._tables.layouts and not any(key in layout.positions for layout in self._tables.layouts.values()):
                effect = "全部按正常计" if key == "state" else "全部归入“未分类”"
                self.say_list(
                    "warning", Fault.STATE if key == "state" else Fault.RISK_CLASS, f"没有“{what}”列，{effect}"
                )
        self._say_areas()
        self._say_age(total)
        has_column = any("source" in layout.positions for layout in self._tables.layouts.values())
        dates = (self._oldest_source, self._options.provenance.source_on)
        check_provenance(self, self._options.provenance, dates, has_column=has_column)

    def _judge_digits(self, column: list[_Digits]) -> None:
        """One column of 18-digit texts: when too many look rounded, all have been through a spreadsheet's numbers."""
        rounded = sum(1 for each in column if is_float_shaped(each.reading.digits))
        damaged = rounded >= ROUNDED_AT_LEAST and rounded * 100 > ROUNDED_SHARE_PERCENT * len(column)
        for each in column:
            if damaged:
                self.say(
                    each.record, each.key, "error", Fault.NUMBER_DAMAGED, _ROUNDED, AS_TEXT, secret=each.reading.secret
                )
                continue
            self.say_code(each.record, each.key, each.reading)
            if is_float_shaped(each.reading.digits) and not each.reading.refused and len(column) < _ENOUGH_TO_TELL:
                reason = "代码恰是 128 的倍数或以 000 结尾，可能曾被当作数字"
                self.say(each.record, each.key, "warning", Fault.NUMBER_DAMAGED, reason, "请与原件核对")

    def _say_areas(self) -> None:
        towns = self._options.towns
        rows = sum(len(rows) for rows in self._unknown_areas.values())
        if not rows:
            return
        if not towns.given:
            self.say_list(
                "note",
                Fault.AREA,
                f"没有乡镇区划表，{rows} 行的区域按县级代码 {towns.county} 计",
                "区域列也可以直接填 9 位乡镇区划代码；用命令行导入的，可另给乡镇区划表",
            )
            return
        for area, found in self._unknown_areas.items():
            name = f"区域“{shown(area)}”不在乡镇区划表中" if area else "区域为空"
            self.say_list(
                "warning",
                Fault.AREA,
                f"{name}，{len(found)} 行（首见第 {found[0]} 行）按县级代码 {towns.county} 计",
                "请核对区域名称",
            )

    def _say_age(self, total: int) -> None:
        if total < _ENOUGH_TO_TELL:
            return
        if self._newest and (self.at - self._newest).days > STALE_FOUNDING_DAYS:
            self.say_list(
                "warning", Fault.STALE, f"名录可能过期：最新成立日期 {self._newest}", "请核对数据日期，取得新的名录"
            )
        if self._states == {"正常"}:
            self.say_list("note", Fault.STALE, f"全部 {total} 行的状态都是正常，可能长期未更新")


def read_subjects(
    path: Path,
    *,
    at: datetime.date,
    source: str = "",
    source_on: datetime.date | None = None,
    source_required: bool = False,
    county: str = UNKNOWN_COUNTY,
    towns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    exclude_rows: Collection[RowKey] | Mapping[RowKey, str] = (),
    distinct_rows: Collection[RowKey] = (),
    columns: ColumnSet = SUBJECTS,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    personal: bool = False,
    sink: Sink[SubjectEntry] | None = None,
) -> RosterReading[SubjectEntry]:
    """Read a registry of subjects (F8); with `columns=RECEIVED_LIST` a list of names and codes (第十二条).

    `exclude_rows`: rows a keeper leaves out by name, perhaps with reasons. `distinct_rows`: rows a person confirmed to be
    subjects of their own although another has the same name. `towns`: name → division code; `county`: 6 digits.
    `personal`: carry address, legal representative, liaison and telephone with the entries, for a registry that seals them.
    `sink`: takes the entries in chunks instead of the reading; they count only if the reading ends usable.
    Whatever is wrong with the file is a finding. Raises ValueError only for a malformed `towns` or `county`.
    """
    options = SubjectOptions(
        Provenance(source, source_on, source_required), Towns(towns or {}, county), RowSelection(distinct_rows)
    )
    return read_roster(
        Path(path),
        columns,
        lambda tables, book: SubjectCheck(
            tables, book, options, at=at, limits=limits, excluded=RowSelection(exclude_rows)
        ),
        at=at,
        encoding=encoding,
        limits=limits,
        progress=progress,
        carried=frozenset(CARRIED) if personal else frozenset(),
        sink=sink,
    )
