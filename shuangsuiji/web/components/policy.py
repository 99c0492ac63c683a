"""The one policy: which page may be asked for, by which method, by whom, in which state of its record. What has no row is denied.

Source: 20-house §7 (deny by default); 80-reliability E1–E3. Takes: the policy file. Gives: the row for a request, or none.
Shape of a row: `view` (URL name with its namespace), `methods`, `roles`, and where an act depends on a state `machine`, `act`,
`record` (dotted name of a function: request, URL arguments → record or None). `shared`: the answer is the same for everybody
and may be kept by caches. `key = "none"` with `why`: a POST that may be repeated without harm needs no idempotency key.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shuangsuiji.core.rules.lifecycle import BORN, MACHINES, Machine
from shuangsuiji.core.rules.offices import OFFICES, next_up

ANYBODY = "anybody"
SIGNED_IN = "signed_in"
ADMINISTRATORS = ("sysadmin", "secadmin", "audadmin")
ROLES = frozenset({ANYBODY, SIGNED_IN, *ADMINISTRATORS, *OFFICES} - {"subject"})
METHODS = frozenset({"GET", "POST"})

_TEXTS = ("view", "machine", "act", "record", "key", "why")
_LISTS = ("methods", "roles")
_VIEW = re.compile(r"(?:[a-z][a-z0-9_]*:)*[a-z][a-z0-9_]*")
_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)+")
_MACHINES = {machine.name: machine for machine in MACHINES}


class PolicyError(ValueError):
    """The policy file cannot be used; the text says which row and why, in Chinese."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line: these roles may ask this page by these methods, where a machine is named only while it allows the act."""

    view: str
    methods: tuple[str, ...]
    roles: tuple[str, ...]
    machine: str = ""
    act: str = ""
    record: str = ""
    shared: bool = False
    key: str = ""
    why: str = ""

    @property
    def needs_key(self) -> bool:
        """Whether its POST must carry an idempotency key."""
        return self.key != "none"

    @property
    def table(self) -> Machine:
        """The machine that is named. Raises KeyError where none is."""
        return _MACHINES[self.machine]


@dataclass(frozen=True, slots=True)
class Policy:
    """All rows, found by page and method."""

    rows: tuple[PolicyRow, ...]
    _found: Mapping[tuple[str, str], tuple[PolicyRow, ...]]

    @classmethod
    def of(cls, rows: tuple[PolicyRow, ...]) -> "Policy":
        """The policy of these rows. Raises PolicyError where two speak of one page, method and role."""
        found: dict[tuple[str, str], tuple[PolicyRow, ...]] = {}
        spoken: set[tuple[str, str, str]] = set()
        for row in rows:
            for cell in _cells(row):
                if cell in spoken:
                    raise PolicyError(f"授权表中 {' '.join(cell)} 出现了两次")
                spoken.add(cell)
            for method in row.methods:
                found[row.view, method] = (*found.get((row.view, method), ()), row)
        return cls(rows, MappingProxyType(found))

    def declared(self, view: str, method: str) -> tuple[PolicyRow, ...]:
        """The rows for a page and method, HEAD being a GET; empty means: denied to everybody."""
        return self._found.get((view, "GET" if method == "HEAD" else method), ())

    def row_for(self, view: str, method: str, roles: frozenset[str]) -> PolicyRow | None:
        """The row that lets one of these roles in, or None."""
        return next((row for row in self.declared(view, method) if roles.intersection(row.roles)), None)


def load_policy(text: str) -> Policy:
    """Read the policy from TOML. Raises PolicyError for anything not understood: a typing error must not open a door."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"授权表不是有效的 TOML：{error}") from error
    if set(raw) != {"row"} or not isinstance(raw["row"], list):
        raise PolicyError("授权表只含 [[row]]，至少一行")
    return Policy.of(tuple(_row(number, each) for number, each in enumerate(raw["row"], start=1)))


def _row(number: int, raw: Mapping[str, Any]) -> PolicyRow:
    faults = [*_shape_faults(raw)]
    if not faults:
        values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in raw.items()}
        row = PolicyRow(**values)
        faults = [*_word_faults(row), *_role_faults(row), *_state_faults(row)]
    if faults:
        raise PolicyError(f"授权表第 {number} 行（{raw.get('view', '未写 view')}）：{'；'.join(faults)}")
    return row


def _shape_faults(raw: Mapping[str, Any]) -> Iterator[str]:
    for name, value in raw.items():
        if name in _TEXTS:
            good = isinstance(value, str) and value.strip() == value != ""
        elif name in _LISTS:
            good = isinstance(value, list) and all(isinstance(each, str) for each in value)
            good = good and len(set(value)) == len(value) > 0
        else:
            good = name == "shared" and value is True
        if not good:
            yield f"{name} 不认识或写法不对"
    yield from (f"缺少 {name}" for name in ("view", *_LISTS) if name not in raw)


def _word_faults(row: PolicyRow) -> Iterator[str]:
    if not _VIEW.fullmatch(row.view):
        yield f"{row.view} 不是网址名称"
    yield from (f"不认识方法 {each}" for each in row.methods if each not in METHODS)
    if row.key and (row.key != "none" or "POST" not in row.methods):
        yield "key 只能是 none，且只用于 POST"
    if bool(row.key) != bool(row.why):
        yield "key 与 why（为何重复提交无害）应同时写明"
    if row.shared and (row.methods != ("GET",) or row.roles != (ANYBODY,)):
        yield "shared 只用于任何人可 GET 的页面"


def _role_faults(row: PolicyRow) -> Iterator[str]:
    yield from (f"不认识角色 {each}" for each in row.roles if each not in ROLES)
    if len(row.roles) > 1 and {ANYBODY, SIGNED_IN}.intersection(row.roles):
        yield f"{ANYBODY}、{SIGNED_IN} 只能单独使用"


def _state_faults(row: PolicyRow) -> Iterator[str]:
    """A row cannot give an act to an office that the machine's table does not give it to, nor to the one above."""
    if not (row.machine or row.act or row.record):
        return
    if row.machine not in _MACHINES or not _DOTTED.fullmatch(row.record):
        yield "machine、act、record 应同时写明，machine 应为已有的状态表，record 应为函数的全名"
        return
    lines = [each for each in row.table.rows if each.act == row.act and each.sources != BORN]
    if not lines:
        yield f"{row.table.label}没有对已有记录的动作 {row.act or '（未写）'}"
    offices = {office for each in lines for office in each.offices.split()}
    offices |= {up for up in map(next_up, offices) if up}
    strangers = [role for role in row.roles if lines and role not in offices]
    if strangers:
        yield f"{row.act} 不由 {'、'.join(strangers)} 办理"


def _cells(row: PolicyRow) -> Iterator[tuple[str, str, str]]:
    return ((row.view, method, role) for method in row.methods for role in row.roles)
