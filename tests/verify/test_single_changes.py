"""One character changed in any value of a good record is noticed, but for the few values that no digest covers.

Those are listed here, each with its reason; a value on the list whose change is noticed after all would be a stale entry.
"""

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_GOOD
from tests.verify import specimens

# Place → why nothing in the record itself can notice. `*` stands for an index.
UNCOVERED = {
    "version": "revision number; each revision is an entry of the log",
    "superseded_by": "told after the fact; V26 compares it with the log",
    "reason.code": "told after the fact; V26 compares it with the log",
    "reason.text": "free text; V26 compares it with the log",
    "replacements.count": "the public learns a number only; auditors hold the list",
    "replacements.*.at": "a time; V24 compares it with the log",
    "replacements.*.text": "free text; V24 compares it with the log",
    "replacements.*.requested_by": "an office, as long as it is not the approver's; V24 compares it with the log",
    "replacements.*.opening.quals.*": "kept by the certificates' registry; the slot's own qualifications are checked",
}
# The same, in some documents only: `place` is a pattern over places.
UNCOVERED_IN = {
    "sealed-public sealed-auditor replaced-public replaced-auditor sm3-public sm3-auditor": ["commits.gongzheng"],
    "void-public void-auditor aborted-revealed-public aborted-revealed-auditor": ["commits.jijian"],
    "aborted-shadow-public aborted-shadow-auditor": ["commits.jijian"],
    "aborted-committed-public aborted-committed-auditor": ["commits.rsj", "commits.jijian", "commits.gongzheng"],
    # Neither is inside a digest (§8.4), and the assignment itself is recomputed by auditors only.
    "caps-public": ["cap_step"],
    "blocked-public": ["cap_step", "blocking.0", "blocking.1", "blocking.2"],
    # Only auditors can look behind the handle of somebody from outside the roster.
    "replaced-open-public": ["replacements.1.to"],
}
RECORDS = specimens.records()
PER_RECORD = 14


def _leaves(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Paths of all texts, numbers and truth values."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, *path, name)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _leaves(member, *path, index)
    elif value not in (None, ""):
        yield path


def _changed(value: Any, place: int) -> Any:
    """The value with one character changed; hexadecimal stays hexadecimal, digits stay digits, so that form alone tells nothing."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    at = place % len(value)
    other = chr(ord(value[at]) ^ 1) if value[at] not in "f9" else {"f": "e", "9": "8"}[value[at]]
    return value[:at] + other + value[at + 1 :]


def _exit_code(name: str, path: tuple[str | int, ...], place: int) -> int:
    document = RECORDS[name]
    record = copy.deepcopy(json.loads(document.raw))
    parent: Any = record
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = _changed(parent[path[-1]], place)
    return verify_document(write_document(record), no_log=True, files=(document.files or {}).get).exit_code


def _place(path: tuple[str | int, ...]) -> str:
    return ".".join(f"{step}" for step in path)


def _is_uncovered(name: str, path: tuple[str | int, ...]) -> bool:
    own = [place for names, places in UNCOVERED_IN.items() if name in names.split() for place in places]
    anywhere = re.sub(r"\.\d+(?=\.|$)", ".*", _place(path))
    return anywhere in UNCOVERED or _place(path) in own


def _number(label: str) -> int:
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:8], "big")


def _sample(name: str) -> list[tuple[str | int, ...]]:
    """Some covered values of a record: one of every top-level field, then others, fixed by a digest of the name."""
    covered = [path for path in _leaves(json.loads(RECORDS[name].raw)) if not _is_uncovered(name, path)]
    firsts: dict[str | int, tuple[str | int, ...]] = {}
    ordered = sorted(covered, key=lambda path: _number(f"{name}/{_place(path)}"))
    for path in ordered:
        firsts.setdefault(path[0] if path[0] != "shadow" else path[1], path)
    return [*firsts.values(), *ordered[:PER_RECORD]]


@pytest.mark.parametrize("name", RECORDS)
def test_one_character_changed_in_a_record_never_goes_unnoticed(name: str) -> None:
    sample = _sample(name)
    unnoticed = [_place(path) for path in sample if _exit_code(name, path, _number(_place(path))) == EXIT_GOOD]
    assert unnoticed == []


def test_the_sample_is_large_enough_to_mean_something() -> None:
    assert sum(len(_sample(name)) for name in RECORDS) > 500


@pytest.mark.parametrize("place", UNCOVERED)
def test_a_value_listed_as_uncovered_is_really_uncovered(place: str) -> None:
    """The last character but one of a time is a digit of its seconds, the last one of a draw's number its ordinal."""
    pattern = re.compile(re.escape(place).replace(r"\*", r"\d+"))
    found = [
        (name, path)
        for name in RECORDS
        for path in _leaves(json.loads(RECORDS[name].raw))
        if pattern.fullmatch(_place(path))
    ]
    assert found
    assert EXIT_GOOD in {_exit_code(name, path, last) for name, path in found for last in (-1, -2)}


@pytest.mark.parametrize(
    ("name", "place"),
    [(name, place) for names, places in UNCOVERED_IN.items() for name in names.split() for place in places],
)
def test_a_value_uncovered_in_one_document_is_really_uncovered_there(name: str, place: str) -> None:
    path = next(path for path in _leaves(json.loads(RECORDS[name].raw)) if _place(path) == place)
    assert _exit_code(name, path, 7) == EXIT_GOOD


@pytest.mark.parametrize("name", specimens.bundles())
def test_one_character_changed_in_a_bundle_never_goes_unnoticed(name: str) -> None:
    document = specimens.bundles()[name]
    for path in _leaves(json.loads(document.raw)):
        bundle = json.loads(document.raw)
        parent: Any = bundle
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = _changed(parent[path[-1]], _number(_place(path)))
        report = verify_document(write_document(bundle), record=RECORDS[document.record].raw)
        assert report.exit_code != EXIT_GOOD, _place(path)
