"""Runs one check and turns whatever happens into a line of the report.

Source: SSJ-DRAW/1 §10. An inconsistency that keeps a check from being computed is that check's failure, never a traceback.
"""

from collections.abc import Callable, Iterator, Sequence

from shuangsuiji.verify.verdict import FAIL, SKIP, CheckResult, Report, Skipped, judge


def run(check_id: str, check: Callable[[], Iterator[str]], note: str = "") -> CheckResult:
    """Run one check; `note` is what a pass should still say."""
    try:
        return judge(check_id, check(), note)
    except Skipped as skipped:
        return CheckResult(check_id, SKIP, skipped.reason, skipped.required)
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        return CheckResult(check_id, FAIL, f"内容前后不一致，无法重算（{type(error).__name__}: {error}）")


def unreadable(ids: Sequence[str], faults: Sequence[str]) -> Report:
    """The first check fails for these faults, and the rest cannot be looked at."""
    rest = [CheckResult(check_id, SKIP, f"{ids[0]} 未通过", required=True) for check_id in ids[1:]]
    return Report((judge(ids[0], faults), *rest))
