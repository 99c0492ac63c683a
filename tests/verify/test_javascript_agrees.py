"""The second implementation, in JavaScript: its own tests, and the same answer as ours on every committed document.

Takes: node 18 or newer; skips visibly without it.
"""

import functools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.verify.engine import verify_document

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "tests" / "browser" / "verify_js"
STATIC = ROOT / "shuangsuiji" / "web" / "static" / "verify"
VECTORS = ROOT / "tests" / "vectors"
EXAMPLES = ROOT / "examples" / "bundles"
RECORDS = VECTORS / "records"
OLDEST_NODE = 18


@functools.cache
def why_no_node(oldest: int = OLDEST_NODE) -> str | None:
    """Why the JavaScript cannot be run here, or None; `oldest` is the first version that will do."""
    node = shutil.which("node")
    if node is None:
        return "没有 node，JavaScript 核验器未测"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    major = re.match(r"v(\d+)", version)
    return None if major and int(major[1]) >= oldest else f"node {version.strip()} 低于 {oldest}，JavaScript 核验器未测"


needs_node = pytest.mark.skipif(why_no_node() is not None, reason=why_no_node() or "")


@needs_node
@pytest.mark.parametrize("script", sorted(path.name for path in SCRIPTS.glob("*.test.mjs")))
def test_the_tests_of_the_javascript_pass(script: str) -> None:
    run = subprocess.run(
        ["node", "--test", "--test-reporter=tap", str(SCRIPTS / script)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]


@needs_node
def test_the_negative_cases_are_those_of_their_script() -> None:
    """Nobody edited the generated file by hand, and it was written anew after the records changed."""
    written = subprocess.run(
        ["node", str(SCRIPTS / "make_negatives.mjs"), "--print"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert written == (VECTORS / "draw-negative.json").read_text("utf-8"), (
        "先运行 node tests/browser/verify_js/make_negatives.mjs"
    )


def documents() -> list[Path]:
    """The committed records and firm bundles."""
    return sorted(RECORDS.glob("*.json"))


@functools.cache
def public_records() -> dict[str, Path]:
    """Public record of each draw; of several revisions, any: they hold the same draw."""
    found = {path: json.loads(path.read_text("utf-8")) for path in documents()}
    return {value["draw_id"]: path for path, value in found.items() if value.get("audience") == "public"}


def requests(*, no_log: bool) -> list[dict[str, Any]]:
    """One request per document; a bundle comes with its public record."""
    made = []
    for path in documents():
        value = json.loads(path.read_text("utf-8"))
        is_bundle = value["format"] == "ssj-opening/1"
        record = str(public_records()[value["draw_id"]]) if is_bundle else None
        made.append({"document": str(path), "record": record, "noLog": no_log, "folder": str(RECORDS)})
    return made


def answer_of_python(request: dict[str, Any]) -> dict[str, Any]:
    """Exit code and statuses of our verifier, in the form of `batch.mjs`."""

    def beside(name: str) -> bytes | None:
        path = RECORDS / name
        return path.read_bytes() if path.is_file() else None

    record = Path(request["record"]).read_bytes() if request["record"] else None
    document = Path(request["document"]).read_bytes()
    report = verify_document(document, record=record, no_log=request["noLog"], files=beside)
    return {"exit": int(report.exit_code), "checks": [[result.id, str(result.status)] for result in report.results]}


@needs_node
@pytest.mark.parametrize("no_log", [True, False])
def test_both_verifiers_give_the_same_answer_on_every_committed_document(no_log: bool) -> None:
    asked = requests(no_log=no_log)
    run = subprocess.run(
        ["node", str(SCRIPTS / "batch.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    answers = [{name: each[name] for name in ("exit", "checks")} for each in json.loads(run.stdout)]
    assert len(answers) == len(asked) > 0
    differing = [
        (Path(request["document"]).name, one, other)
        for request, one in zip(asked, answers, strict=True)
        if one != (other := answer_of_python(request))
    ]
    assert differing == []


@needs_node
def test_the_javascript_catches_every_bad_example_by_the_check_it_is_named_for() -> None:
    """It may name a further check besides; it may not miss the one."""
    bad = sorted(EXAMPLES.glob("bad-V*.json"))
    record = str(EXAMPLES / "good-public-sealed.json")
    asked = [
        {
            "document": str(path),
            "record": record if "-firm-bundle-" in path.name else None,
            "noLog": True,
            "folder": str(EXAMPLES),
        }
        for path in bad
    ]
    run = subprocess.run(
        ["node", str(SCRIPTS / "batch.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    failed = [{name for name, status in answer["checks"] if status == "FAIL"} for answer in json.loads(run.stdout)]
    missed = [path.name for path, found in zip(bad, failed, strict=True) if path.name[4:7] not in found]
    assert len(bad) > 60
    assert missed == []


def test_the_javascript_uses_no_dynamic_code_and_no_foreign_module() -> None:
    sources = {
        path.name: path.read_text("utf-8") for path in sorted(STATIC.iterdir()) if path.suffix in {".js", ".mjs"}
    }
    assert sources
    for name, source in sources.items():
        assert not re.search(
            r"\beval\b|new Function|innerHTML|document\.write|\bfetch\(|XMLHttpRequest|https?://", source
        ), name
        imports = re.findall(r'from "([^"]+)"', source)
        # What Node alone runs may read files; a browser loads only the others.
        foreign = [target for target in imports if not target.startswith("./") and not name.endswith(".mjs")]
        assert foreign == [], name
        assert name.endswith(".mjs") or not any(target.endswith(".mjs") for target in imports), name
