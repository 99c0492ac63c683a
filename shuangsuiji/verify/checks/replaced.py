"""V23: inspectors were replaced only as 第十五条 allows, and the drawn list was left alone.

Source: SSJ-DRAW/1 §8.5; 第十五条, 第十六条.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from shuangsuiji.core.draw.replacement import Substitute, TeamsNow, replacement_refusals
from shuangsuiji.core.draw.roster import ELIGIBLE
from shuangsuiji.core.draw.sealing import salt_of, sealed_handle
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import Skipped


def check_replacements(case: Case) -> Iterator[str]:
    """V23: every replacement in order, each against who serves at that moment."""
    members = case.members
    replacements = members.get("replacements", [])
    if isinstance(replacements, dict):
        raise Skipped("更换名单不公开，须由审计方核验", required=False)
    done: list[Mapping[str, Any]] = []
    for number, entry in enumerate(replacements, start=1):
        now = TeamsNow(members["slots"], members["assignment"] or [], members["batches"], done)
        refusals = list(replacement_refusals(now, entry, _substitute(case, entry)))
        yield from (f"第 {number} 次更换：{refusal.message}" for refusal in refusals)
        if not refusals:
            done.append(entry)


def _substitute(case: Case, entry: Mapping[str, Any]) -> Substitute | None:
    """The substitute as the frozen roster knows it, or, for auditors, as the replacement opens it."""
    private = case.members["inspector_private"] if case.has("inspector_private") else {"rows": []}
    recusals = {row["handle"]: row["recusal"] for row in private["rows"]}
    for row in case.inspectors:
        if row.handle == entry["to"]:
            return Substitute(row.dept, row.quals, row.elig, recusals.get(row.handle, ()))
    if not case.has("inspector_private"):
        # Outside the roster only auditors can look behind the handle; the public relies on them (§11).
        return Substitute(entry["dept"], case.members["slots"][entry["slot"]][3], ELIGIBLE)
    return _opened(case, entry)


def _opened(case: Case, entry: Mapping[str, Any]) -> Substitute | None:
    opening, task_id = entry.get("opening"), case.members["task_id"]
    if opening is None:
        return None
    key = bytes.fromhex(case.members["inspector_private"]["salt_key_hex"])
    salt = salt_of(case.suite, key, task_id, opening["pid"])
    if (opening["salt"], entry["to"]) != (salt, sealed_handle(case.suite, task_id, salt, opening["pid"])):
        return None
    return Substitute(opening["dept"], opening["quals"], ELIGIBLE, opening["recusal"])
