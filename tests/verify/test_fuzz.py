"""Whatever the bytes, the verifier answers: any JSON, and good records with any part replaced by any JSON. It never raises."""

import copy
import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE, TITLES
from tests.verify import specimens

RECORDS = specimens.records()
BUNDLES = specimens.bundles()
BASES = {name: json.loads(document.raw) for name, document in (RECORDS | BUNDLES).items()}
FIELDS = sorted({name for base in BASES.values() for name in base})
BUNDLE_CHECKS = ["V01", "V05", "V07", "V08", "V18", "V19"]

# Words that mean something somewhere, so that arbitrary JSON gets past the first door now and then.
WORDS = st.sampled_from(
    [
        "",
        "0" * 64,
        "h:" + "0" * 64,
        "t1",
        "E",
        "X9",
        "A",
        "public",
        "auditor",
        "DRAWN",
        "ABORTED",
        "open",
        "sealed",
        "0%",
        "inspectors",
        "subjects",
        "SM3",
        "2026-11-20T02:00:00Z",
        "uscc:",
        "cert:1",
        "-1",
        "\x00",
        "\U0001f600",
        "甲" * 300,
    ]
)
NUMBERS = st.one_of(st.integers(-2, 3), st.integers(-(2**53) + 1, 2**53 - 1))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, WORDS, st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=6)), inner, max_size=4),
    ),
    max_leaves=12,
)
QUIETLY = settings(derandomize=True, deadline=None, max_examples=250, database=None)


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


@QUIETLY
@given(raw=st.binary(max_size=200))
@example(raw=b'{"format":"ssj-opening/1"}')
def test_any_bytes_get_an_answer(raw: bytes) -> None:
    assert verify_document(raw, no_log=True).exit_code in (EXIT_BAD, EXIT_INCOMPLETE)


@QUIETLY
@given(value=JSON, key=st.one_of(st.none(), JSON))
def test_any_json_gets_an_answer(value: Any, key: Any) -> None:
    report = verify_document(_written(value), no_log=True, key=_written(key) if key is not None else None)
    assert [result.id for result in report.results] in (list(TITLES), BUNDLE_CHECKS)
    assert report.exit_code != EXIT_GOOD


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """A good document in which up to three parts, anywhere, are replaced, taken out or put in."""
    name = draw(st.sampled_from(sorted(BASES)))
    document = copy.deepcopy(BASES[name])
    for _ in range(draw(st.integers(1, 3))):
        parent: Any = document
        while True:
            steps = sorted(parent) if isinstance(parent, dict) else list(range(len(parent)))
            if not steps:
                break
            step = draw(st.sampled_from(steps))
            # Half of the time stay near the top: that is where most of the structure is.
            if not (isinstance(parent[step], dict | list) and draw(st.booleans())):
                _disturb(draw, parent, step)
                break
            parent = parent[step]
    return name, document


def _disturb(draw: st.DrawFn, parent: Any, step: Any) -> None:
    act = draw(st.sampled_from(["replace", "remove", "double"]))
    if act == "replace":
        parent[step] = draw(JSON)
    elif act == "remove":
        del parent[step]
    elif isinstance(parent, list):
        parent.insert(step, copy.deepcopy(parent[step]))
    else:
        parent[draw(st.sampled_from(FIELDS))] = copy.deepcopy(parent[step])


@settings(QUIETLY, max_examples=500)
@given(case=_mutated(), with_files=st.booleans())
def test_any_disturbed_document_gets_an_answer(case: tuple[str, Any], with_files: bool) -> None:
    name, document = case
    files = (RECORDS[name].files or {}) if name in RECORDS and with_files else {}
    record = RECORDS[BUNDLES[name].record].raw if name in BUNDLES else None
    report = verify_document(_written(document), record=record, no_log=True, files=files.get)
    assert report.exit_code in (EXIT_GOOD, EXIT_BAD, EXIT_INCOMPLETE)
    assert all(len(result.reason) < 20_000 for result in report.results)


@QUIETLY
@given(case=_mutated())
def test_a_bundle_against_any_disturbed_record_gets_an_answer(case: tuple[str, Any]) -> None:
    name, document = case
    bundle = next((key for key, value in BUNDLES.items() if value.record == name), "firm-drawn")
    report = verify_document(BUNDLES[bundle].raw, record=_written(document))
    assert [result.id for result in report.results] == BUNDLE_CHECKS
