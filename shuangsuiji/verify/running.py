"""Runs one check and turns whatever happens into a line of the report.

Source: SSJ-DRAW/1 §10. An inconsistency that keeps a check from being computed is that check's failure, never a traceback.
"""

from collections.abc import Callable, Iterator, Sequence

from shuangsuiji.verify.verdict import SKIP, CheckResult, Faults, Report, Skipped, judge


def run(check_id: str, check: Callable[[], Iterator[str]], note: str = "") -> CheckResult:
    """Run one check; `note` is what a pass should still say. What was found wrong before a check had to stop still counts."""
    found = Faults()
    try:
        for fault in check():
            found.add(fault)
    except Skipped as skipped:
        if not found.count:
            return CheckResult(check_id, SKIP, skipped.reason, skipped.required)
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        found.add(f"内容前后不一致，无法重算（{type(error).__name__}: {error}）")
    return found.result(check_id, note)


def unreadable(ids: Sequence[str], faults: Sequence[str]) -> Report:
    """The first check fails for these faults, and the rest cannot be looked at."""
    rest = [CheckResult(check_id, SKIP, f"{ids[0]} 未通过", required=True) for check_id in ids[1:]]
    return Report((judge(ids[0], faults), *rest))
