"""Every case of tests/vectors/draw-negative.json fails exactly the checks it names.

Takes: the cases (written by tests/browser/verify_js/make_negatives.mjs), the suites of draw-vectors.json, tests/vectors/records.
"""

import copy
import functools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.verify.engine import verify_document

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
RECORDS = VECTORS / "records"
CASES = json.loads((VECTORS / "draw-negative.json").read_text("utf-8"))["cases"]
BASES = sorted({case["base"] for case in CASES})
TEXT_OPERATIONS = {"replace", "prefix", "suffix"}


@functools.cache
def base_document(name: str) -> Any:
    """The document a case starts from: `suite/<name>` of the vectors or `record/<file>`."""
    kind, _, rest = name.partition("/")
    if kind == "record":
        return json.loads((RECORDS / f"{rest}.json").read_text("utf-8"))
    suites = json.loads((VECTORS / "draw-vectors.json").read_text("utf-8"))["suites"]
    return next(suite for suite in suites if suite["suite"] == rest)


def apply_to_document(document: Any, operation: dict[str, Any]) -> None:
    """Apply set, delete, insert, append or swap in place."""
    *way, key = operation["path"]
    parent = functools.reduce(lambda value, step: value[step], way, document)
    value = operation.get("value")
    match operation["op"]:
        case "set":
            parent[key] = value
        case "delete":
            del parent[key]
        case "insert":
            parent.insert(key, value)
        case "append":
            parent[key].append(value)
        case "swap":
            first, second = value
            parent[key][first], parent[key][second] = parent[key][second], parent[key][first]
        case unknown:
            raise AssertionError(unknown)


def apply_to_text(text: str, operation: dict[str, Any]) -> str:
    """Apply replace (exactly one occurrence), prefix or suffix to the compact JSON text."""
    match operation["op"]:
        case "prefix":
            return operation["value"] + text
        case "suffix":
            return text + operation["value"]
        case _:
            assert text.count(operation["find"]) == 1, operation["find"]
            return text.replace(operation["find"], operation["value"])


def mutated(case: dict[str, Any]) -> bytes:
    """The bytes of the base after all operations of a case."""
    operations = case["ops"]
    document = copy.deepcopy(base_document(case["base"]))
    for operation in operations:
        if operation["op"] not in TEXT_OPERATIONS:
            apply_to_document(document, operation)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for operation in operations:
        if operation["op"] in TEXT_OPERATIONS:
            text = apply_to_text(text, operation)
    return text.encode("utf-8")


def file_beside(name: str) -> bytes | None:
    """A roster file beside the committed records."""
    path = RECORDS / name
    return path.read_bytes() if path.is_file() else None


def disagreement(case: dict[str, Any]) -> str | None:
    """What the verifier failed other than the case says, or None."""
    record = json.dumps(base_document(case["record"]), ensure_ascii=False).encode() if "record" in case else None
    report = verify_document(mutated(case), record=record, no_log=True, files=file_beside)
    failed = {result.id for result in report.results if result.status == "FAIL"}
    wanted = set(case["fails"])
    if wanted <= failed <= wanted | set(case.get("may", [])):
        return None
    return f"{case['name']}（{case['note']}）: 应为 {sorted(wanted)}, 实为 {sorted(failed)}"


def test_there_are_at_least_three_hundred_cases_and_names_are_unique() -> None:
    assert len(CASES) >= 300
    assert max(Counter(case["name"] for case in CASES).values()) == 1


def test_every_check_that_needs_no_ledger_has_at_least_three_cases() -> None:
    counts = Counter(check for case in CASES for check in case["fails"])
    without_ledger = {f"V{number:02}" for number in range(1, 29)} - {"V14", "V24", "V26"}
    assert {check for check in without_ledger if counts[check] < 3} == set()


@pytest.mark.parametrize("base", BASES)
def test_each_defect_fails_exactly_the_checks_named(base: str) -> None:
    wrong = [disagreement(case) for case in CASES if case["base"] == base]
    assert [line for line in wrong if line is not None] == []
