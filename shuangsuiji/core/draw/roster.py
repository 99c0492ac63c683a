"""Frozen rosters: rows in handle order, their leaves, root and commitment, and their transport files.

Source: SSJ-DRAW/1 §2 (freeze), §3; 第六条（一）, 第十条.
Shape: subject row `(handle, stratum, elig, attrs)`, inspector row `(handle, dept, quals, elig, cap, recusal)`.
Order: byte order of handles, no duplicates. Excluded rows stay, with their code.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from shuangsuiji.core.canonical import CanonicalError, Suite, jcs, ns, ns_text, parse_json, tag
from shuangsuiji.core.draw.grammar import CODE, HEX64
from shuangsuiji.core.draw.plan import Plan, libraries_of
from shuangsuiji.core.draw.refusal import Refusal
from shuangsuiji.core.draw.shape import fields, integer, list_of, text
from shuangsuiji.core.identifiers import is_sealed_handle, is_subject_id, organisation_code
from shuangsuiji.core.tree import root

ELIGIBLE = "E"
SUBJECT_EXCLUSIONS = ("X1", "X2")  # X3, other, only with its rule in the plan
INSPECTOR_EXCLUSIONS = ("X2", "X3", "X4")
CSV_HEADER = "handle,stratum,elig,attrs"

SUBJECT_ROW_SHAPE = fields({"handle": text(), "stratum": text(), "elig": text(), "attrs": text(HEX64)})
INSPECTOR_ROW_SHAPE = fields(
    {
        "handle": text(),
        "dept": text(CODE),
        "quals": list_of(text(CODE)),
        "elig": text(),
        "cap": integer(1),
        "recusal": text(HEX64),
    }
)


class SubjectRow(NamedTuple):
    """One subject of a frozen roster; `attrs` is the digest of its attributes."""

    handle: str
    stratum: str
    elig: str
    attrs: str


class InspectorRow(NamedTuple):
    """One inspector of a frozen roster; `cap` is the most teams to serve in this draw, `recusal` a digest."""

    handle: str
    dept: str
    quals: tuple[str, ...]
    elig: str
    cap: int
    recusal: str


def subject_row(fields_of_row: Mapping[str, Any]) -> SubjectRow:
    """A row from the object a record holds."""
    return SubjectRow(*(fields_of_row[name] for name in SubjectRow._fields))


def inspector_row(fields_of_row: Mapping[str, Any]) -> InspectorRow:
    """A row from the object a record holds; quals become a tuple."""
    values = {name: fields_of_row[name] for name in InspectorRow._fields}
    return InspectorRow(**{**values, "quals": tuple(values["quals"])})


def row_object(row: SubjectRow | InspectorRow) -> dict[str, Any]:
    """The object a record or a file holds for a row."""
    members = row._asdict()
    return {**members, "quals": list(row.quals)} if isinstance(row, InspectorRow) else members


def subject_leaf(row: SubjectRow) -> bytes:
    """Leaf bytes of a subject (§3.1)."""
    return ns_text("ssj.subject/1", *row)


def inspector_leaf(row: InspectorRow) -> bytes:
    """Leaf bytes of an inspector (§3.1)."""
    return ns("ssj.inspector/1", row.handle, row.dept, ",".join(row.quals), row.elig, row.cap, row.recusal)


def subject_root(suite: Suite, rows: Iterable[SubjectRow]) -> str:
    """Tree hash of a subject roster, as text. Cost: O(n)."""
    return root(suite, map(subject_leaf, rows)).hex()


def inspector_root(suite: Suite, rows: Iterable[InspectorRow]) -> str:
    """Tree hash of an inspector roster, as text."""
    return root(suite, map(inspector_leaf, rows)).hex()


def roster_commit(suite: Suite, task_id: str, kind: str, count: int, root_text: str) -> str:
    """Commitment to one roster; `kind` is `subject`, `subject/<library>` or `inspector`."""
    return tag(suite, "roster", task_id, kind, count, root_text)


def subject_kind(library: str) -> str:
    """The kind under which a library's roster is committed; the nameless library is plain `subject`."""
    return f"subject/{library}" if library else "subject"


def combined_commit(suite: Suite, commits: Mapping[str, str]) -> str:
    """One subject commitment: that of the only roster, or of several libraries together in byte order."""
    if list(commits) == [""]:
        return commits[""]
    parts = [part for library in sorted(commits) for part in (library, commits[library])]
    return tag(suite, "rosters", len(commits), *parts)


def order_refusals(handles: Sequence[str]) -> Iterator[Refusal]:
    """Say where handles are not in strict byte order."""
    for left, right in pairwise(handles):
        if left == right:
            yield _row("duplicate", right, "同一编码出现两次", "请只保留一行")
        elif left > right:
            yield _row("order", right, "行未按编码字节顺序排列", "请重新冻结名录")


def identity_refusals(ids: Iterable[str], names: Mapping[str, str]) -> Iterator[Refusal]:
    """Say which canonical ids of subjects cannot be frozen together.

    `names` maps an id to its firm's name, to find an old registration beside the credit code of the same firm.
    """
    holders: dict[str, str] = {}
    credited = {name: firm for firm, name in names.items() if name and firm.startswith("uscc:")}
    for firm in ids:
        if not is_subject_id(firm):
            yield _row("id", firm, "编码不是规范写法", "请在导入时修正，冻结时不作修补")
            continue
        organisation = organisation_code(firm)
        if organisation and holders.setdefault(organisation, firm) != firm:
            yield _row("organisation", firm, f"与 {holders[organisation]} 的组织机构代码相同", "请确认后保留其一")
        namesake = credited.get(names.get(firm, "")) if firm.startswith("reg:") else None
        if namesake:
            yield _row("reg-and-uscc", firm, f"与 {namesake} 名称相同，疑为同一主体的旧注册号", "请确认后保留其一")


def subject_refusals(plan: Plan, library: str, rows: Sequence[SubjectRow]) -> Iterator[Refusal]:
    """Say what is wrong with a library's rows: handles, order, organisation codes, strata, exclusion codes."""
    handles = [row.handle for row in rows]
    yield from order_refusals(handles)
    if plan["handles"]["subject"] == "sealed":
        yield from (
            _row("handle", handle, "不是封存编码", "请重新封存") for handle in handles if not is_sealed_handle(handle)
        )
    else:
        yield from identity_refusals(handles, {})
    strata = libraries_of(plan)[library]
    known = {ELIGIBLE, *SUBJECT_EXCLUSIONS, *plan.get("exclusions", {})}
    for row in rows:
        if row.stratum not in strata:
            yield _row(
                "stratum", row.handle, f"分层“{row.stratum[:70]}”不在方案之内", "请核对分类或修改方案", "第六条（一）"
            )
        if row.elig not in known:
            yield _row(
                "elig",
                row.handle,
                f"排除代码“{row.elig[:70]}”未在方案 exclusions 中说明",
                "请在方案中写明规则",
                "第九条",
            )
        if not HEX64.fullmatch(row.attrs):
            yield _row("digest", row.handle, "属性摘要不是 64 位小写十六进制", "请重新冻结名录")


def inspector_refusals(plan: Plan, rows: Sequence[InspectorRow]) -> Iterator[Refusal]:
    """Say what is wrong with the inspectors' rows."""
    handles = [row.handle for row in rows]
    yield from order_refusals(handles)
    known = {ELIGIBLE, *INSPECTOR_EXCLUSIONS, *plan.get("exclusions", {})}
    for row in rows:
        if not is_sealed_handle(row.handle):
            yield _row("handle", row.handle, "执法检查人员必须封存", "请重新封存")
        if row.elig not in known:
            yield _row(
                "elig",
                row.handle,
                f"排除代码“{row.elig[:70]}”未在方案 exclusions 中说明",
                "请在方案中写明规则",
                "第十五条",
            )
        yield from _inspector_form(row)


def _inspector_form(row: InspectorRow) -> Iterator[Refusal]:
    if not all(map(CODE.fullmatch, (row.dept, *row.quals))):
        yield _row("code", row.handle, "部门或资格代码写法不合规则", "应为小写字母、数字和 . _ -，不含逗号")
    if len(set(row.quals)) < len(row.quals):
        yield _row("quals", row.handle, "资格代码重复", "请核对可查事项")
    if row.cap < 1:
        yield _row("cap", row.handle, f"最多组数为 {row.cap}", "应为 1 或更多")
    if not HEX64.fullmatch(row.recusal):
        yield _row("digest", row.handle, "回避摘要不是 64 位小写十六进制", "请重新封存")


def count_by_elig(rows: Iterable[SubjectRow | InspectorRow]) -> dict[str, int]:
    """How many rows carry each code, in byte order of the codes: what a page publishes about exclusions."""
    return dict(sorted(Counter(row.elig for row in rows).items()))


def write_jsonl(rows: Iterable[SubjectRow | InspectorRow]) -> bytes:
    """Transport file of a roster: one canonical object per line, LF after each."""
    return b"".join(jcs(row_object(row)) + b"\n" for row in rows)


def write_csv(rows: Iterable[SubjectRow]) -> bytes:
    """Transport file of a subject roster as CSV without quoting; no field can hold a comma."""
    return "".join(f"{line}\n" for line in (CSV_HEADER, *(",".join(row) for row in rows))).encode()


def read_subject_file(raw: bytes, form: str) -> list[SubjectRow]:
    """Rows of a subject transport file (`jsonl` or `csv`). Raises CanonicalError where it is not exactly of §3.2's form."""
    if form == "csv":
        return _exact(raw, [_csv_row(line) for line in _lines(raw)[1:]], write_csv)
    return _exact(raw, [subject_row(_object(line, SUBJECT_ROW_SHAPE)) for line in _lines(raw)], write_jsonl)


def read_inspector_file(raw: bytes) -> list[InspectorRow]:
    """Rows of an inspector transport file. Raises CanonicalError where it is not exactly of §3.2's form."""
    return _exact(raw, [inspector_row(_object(line, INSPECTOR_ROW_SHAPE)) for line in _lines(raw)], write_jsonl)


def _lines(raw: bytes) -> list[bytes]:
    return raw.split(b"\n")[:-1]


def _csv_row(line: bytes) -> SubjectRow:
    cells = line.decode("utf-8", "replace").split(",")
    if len(cells) != 4:
        raise CanonicalError(f"名录文件的一行应有 4 列，现有 {len(cells)} 列")
    return SubjectRow(*cells)


def _object(line: bytes, shape: Callable[[object, str], Iterator[str]]) -> Mapping[str, Any]:
    members: Mapping[str, Any] = parse_json(line)
    for fault in shape(members, "名录行"):
        raise CanonicalError(fault)
    return members


def _exact(raw: bytes, rows: list[Any], write: Callable[[list[Any]], bytes]) -> list[Any]:
    if write(rows) != raw:
        raise CanonicalError("名录文件的写法与协议规定的不一致（换行、键序、空白或引号）")
    return rows


def _row(code: str, place: str, message: str, remedy: str, article: str = "第十条") -> Refusal:
    return Refusal(f"roster.{code}", article, message, remedy, place[:80])
