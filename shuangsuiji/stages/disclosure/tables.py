"""A notice's content as a table for readers: its head as labels and values, what differs from the one before, the values of forms F3, F4.

Source: 第四条, 第六条, 第七条; 30-domain §6 (F3, F4). Takes: `content` as a notice has it. Gives: texts only. Never: a key of a business record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What a content says of the whole, in the order in which readers are told.
_HEAD = (
    ("number", "计划编号"),
    ("year", "计划年度"),
    ("kind", "种类"),
    ("department", "发起部门"),
    ("participants", "参与部门"),
    ("amendment", "变更"),
    ("source", "任务来源"),
    ("submission", "报送方式"),
    ("basis", "依据文件"),
    ("policies", "分类监管规定"),
    ("place", "公布载体"),
    ("migrated", "原公示日期"),
)
# What changes from one notice to the next without anybody having changed it.
_UNCOMPARED = frozenset({"ordinal", "quantity"})
_HEAD_UNCOMPARED = frozenset({"变更", "公布载体", "原公示日期"})
# How wide a column is beside the others; 4 where nothing is said, 0: as wide as its longest word.
_WIDTHS = {
    "number": 0,
    "items": 9,
    "basis": 9,
    "ratio": 8,
    "name": 6,
    "window": 5,
    "ordinal": 2,
    "draw_type": 3,
    "mode": 3,
}
_WHAT = {"ADDED": "新增", "REMOVED": "删去", "CHANGED": "修改"}


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between a notice and the one before it, row by row: `what` ADDED, REMOVED or CHANGED; `key` empty: the head."""

    what: str
    key: str
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


def facts_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The head of a content as label and text, several values on lines of their own; what is empty is left out."""
    known = [(label, _text(name, content.get(name, ""))) for name, label in _HEAD]
    more = [(str(label), str(value)) for label, value in content.get("facts", ())]
    return [(label, text) for label, text in (*known, *more) if text]


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The head, then `rows` by `key`; columns by the labels of either content."""
    head = tuple(_head_fields(before, after))
    found = [Change("CHANGED", "", "整体内容", head)] if head else []
    return [*found, *_row_changes(before, after)]


def form_values(
    content: Mapping[str, Any],
    *,
    title: str,
    org: str,
    number: str,
    facts: Sequence[tuple[str, str]] = (),
    mark: str = "",
) -> dict[str, Any]:
    """The values of form F3 or F4. `facts` stand before those of the content; `mark` lies across every page of what is no notice yet."""
    columns = content["columns"]
    return {
        "title": title,
        "org": org,
        "number": number,
        "mark": mark,
        "facts": [{"label": label, "value": value} for label, value in (*facts, *facts_of(content))],
        "columns": [{"label": label, "width": _WIDTHS.get(name, 4)} for name, label in columns],
        "rows": [[str(row.get(name, "")) for name, _ in columns] for row in content["rows"]],
        "changes": [],
    }


def change_values(changes: Sequence[Change]) -> list[dict[str, str]]:
    """Changes as forms F3, F4 print them."""
    return [
        {
            "what": _WHAT[each.what],
            "name": each.name,
            "content": "\n".join(f"{label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in each.fields),
        }
        for each in changes
    ]


def _text(name: str, value: Any) -> str:
    if name == "amendment":
        return f"第 {value} 次变更" if value else ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def _head_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Labels that only one side knows are no change: the earlier notice was made before they were printed."""
    old, new = dict(facts_of(before)), dict(facts_of(after))
    known = {label for name, label in _HEAD if name in before and name in after}
    for label in dict.fromkeys((*old, *new)):
        if label in known - _HEAD_UNCOMPARED and old.get(label, "") != new.get(label, ""):
            yield label, old.get(label, ""), new.get(label, "")


def _row_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    columns = dict((*map(tuple, before["columns"]), *map(tuple, after["columns"])))
    name_of = after["columns"][0][0]
    old = {row["key"]: row for row in before["rows"]}
    for row in after["rows"]:
        former = old.pop(row["key"], None)
        if former is None:
            yield Change("ADDED", row["key"], _name(row, name_of))
            continue
        fields = tuple(
            (label, str(former[name]), str(row[name]))
            for name, label in columns.items()
            if name not in _UNCOMPARED and name in former and name in row and former[name] != row[name]
        )
        if fields:
            yield Change("CHANGED", row["key"], _name(row, name_of), fields)
    yield from (Change("REMOVED", row["key"], _name(row, name_of)) for row in old.values())


def _name(row: Mapping[str, Any], first: str) -> str:
    return str(row.get("name") or row.get(first, ""))
