"""Take one guard out of the JavaScript's checks of the log and the attack it is there for goes through.

The source is copied, one line of the copy is disarmed; each attack is caught by the copy as it was.
"""

import shutil
from pathlib import Path

import pytest

from shuangsuiji.verify.verdict import EXIT_BAD, EXIT_GOOD, EXIT_INCOMPLETE
from tests.verify.test_javascript_agrees import ROOT, SCRIPTS, STATIC
from tests.verify.test_javascript_agrees_on_the_log import answers, asked_of, needs_node, situations

# guard → file, the line, what stands there instead, and the situation that then passes for good
GUARDS: dict[str, tuple[str, str, str, str]] = {
    "signature": ("trust.js", "must(holds,", "must(true,", "signature 0 does not hold"),
    "cosignature": ("trust.js", "must(holds,", "must(true,", "signature 1 does not hold"),
    "quorum": ("policy.js", "return witnessed.has(policy.quorum);", "return true;", "every witness asked"),
    "the root of all entries": (
        "log.js",
        'must(toHex(root) === this.checkpoint.root, "条目推不出检查点的树根");',
        "",
        "a second attempt hidden",
    ),
    "the record's checkpoint": (
        "checks_ledger.js",
        'if (told !== "") yield `记录所附的检查点与日志不合：${told}`;',
        "",
        "bad a checkpoint of a fork",
    ),
    "the hash of an entry": (
        "checks_ledger.js",
        "yield* wordFaults(event, given, expected.get(event) ?? []);",
        "yield* [];",
        "bad another context",
    ),
    "late": ("checks_ledger.js", "if (at > secondsOf(limit))", "if (false)", "bad a commitment after its time"),
    "order": (
        "checks_ledger.js",
        "if (lastOf(steps, present[i]) >= firstOf(steps, later))",
        "if (false)",
        "bad the result before the number",
    ),
    "the number known": ("checks_ledger.js", "if (at < known)", "if (false)", "bad the number entered before it was known"),
    "a checkpoint between": (
        "checks_ledger.js",
        "if (sealedSizes.some((size) => last < size && size <= first)) return;",
        "return;",
        "receipt none",
    ),
    "whose checkpoint it was": (
        "draw_log.js",
        "if (earlier.origin !== this.log.checkpoint.origin) return false;",
        "return true;",
        "receipt of other entries",
    ),
    "gaps": (
        "checks_attempts.js",
        "yield* gaps(rising([own, ...found.keys()]), found);",
        "",
        "bad an ordinal left out",
    ),
    "one of each": ("checks_attempts.js", "if (count > 1) yield `第 ${ordinal} 次抽取有", "if (false) yield `", "bad a second announcement"),
    "one of each contributor": (
        "checks_attempts.js",
        "yield* doubles(ordinal, event, attempt);",
        "yield* [];",
        "bad a second commitment of one contributor",
    ),
    "how it ended": (
        "checks_attempts.js",
        "if (found.has(own))",
        "if (false)",
        "bad voided since",
    ),
    "two standing": ("checks_attempts.js", "yield* standingFaults(all, found);", "", "a second list"),
    "the chain": (
        "checks_attempts.js",
        "yield* chainFaults(data, plan, found);",
        "",
        "in the place of a standing draw",
    ),
}  # fmt: skip


def _copied(folder: Path) -> Path:
    """The JavaScript and its batch runner, in folders that stand as they do here; gives the runner."""
    for place in (STATIC, SCRIPTS):
        shutil.copytree(place, folder / place.relative_to(ROOT))
    return folder / SCRIPTS.relative_to(ROOT) / "batch.mjs"


def _disarmed(folder: Path, file: str, line: str, instead: str) -> None:
    path = folder / STATIC.relative_to(ROOT) / file
    source = path.read_text("utf-8")
    assert source.count(line) == 1
    path.write_text(source.replace(line, instead), "utf-8")


@needs_node
@pytest.mark.parametrize(("file", "line", "instead", "name"), GUARDS.values(), ids=GUARDS)
def test_a_draw_that_is_not_the_logged_one_goes_through_without_its_guard(
    file: str, line: str, instead: str, name: str, tmp_path: Path
) -> None:
    asked = [asked_of(tmp_path / "given", situations()[name].write(tmp_path / "given"))]
    script = _copied(tmp_path / "copy")
    assert answers(asked, script)[0]["exit"] in (EXIT_BAD, EXIT_INCOMPLETE)
    _disarmed(tmp_path / "copy", file, line, instead)
    assert answers(asked, script)[0]["exit"] == EXIT_GOOD


@needs_node
def test_an_entry_that_a_tile_denies_is_included_without_its_proof(tmp_path: Path) -> None:
    """V14 stays open: with such a tile no earlier checkpoint can be judged either, which is another guard."""
    asked = [asked_of(tmp_path / "given", situations()["a tile denies an entry"].write(tmp_path / "given"))]
    script = _copied(tmp_path / "copy")
    assert ["V24", "FAIL"] in answers(asked, script)[0]["checks"]
    line = "toHex(root) === this.checkpoint.root,\n      `包含证明不成立"
    _disarmed(tmp_path / "copy", "log.js", line, line.replace("toHex(root) === this.checkpoint.root", "true"))
    assert ["V24", "PASS"] in answers(asked, script)[0]["checks"]
