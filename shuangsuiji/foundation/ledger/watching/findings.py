"""What a watcher found: what was checked, what differed, what to do next, and the exit code for cron.

Source: 50-ledger §9 (exit codes 0 good, 1 bad, 2 usage, 3 incomplete); 20-house §10.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BAD, INCOMPLETE = "BAD", "INCOMPLETE"
EXIT_GOOD, EXIT_BAD, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3

# kind → check of 50-ledger §9, level, title
_KINDS = {
    "CHECKPOINT": ("L05", BAD, "检查点不成立"),
    "ORIGIN": ("L05", BAD, "换成了另一个日志"),
    "FORK": ("L06", BAD, "日志分叉或被改写"),
    "ROLLBACK": ("L14", BAD, "日志被回退"),
    "FILES": ("L08", BAD, "公布的文件与树根不符"),
    "STALL": ("L14", BAD, "日志停滞"),
    "HALTED": ("L14", BAD, "日志暂停"),
    "QUORUM": ("L09", INCOMPLETE, "见证不足"),
    "UNSIGNED": ("L05", INCOMPLETE, "签名未查"),
    "UNREACHABLE": ("L14", INCOMPLETE, "没有读到"),
    "CLOCK": ("L14", INCOMPLETE, "时钟不一致"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `kind` is one of the table above; the three texts are Chinese sentences."""

    kind: str
    checked: str
    differed: str
    remedy: str

    @property
    def check(self) -> str:
        """The number of the check in 50-ledger §9."""
        return _KINDS[self.kind][0]

    @property
    def level(self) -> str:
        """BAD: the log contradicts itself or stands still. INCOMPLETE: something could not be checked."""
        return _KINDS[self.kind][1]

    @property
    def title(self) -> str:
        """Two to ten characters."""
        return _KINDS[self.kind][2]

    def paragraph(self) -> str:
        """The finding for a person."""
        return f"【{self.check} {self.title}】核对：{self.checked}。不符：{self.differed}。处置：{self.remedy}。"


class Faulty(Exception):
    """A finding that ends a step; whoever runs the step reports it."""

    def __init__(self, finding: Finding) -> None:
        """`finding` is what to report."""
        super().__init__(finding.paragraph())
        self.finding = finding


def exit_code(findings: Iterable[Finding]) -> int:
    """1 where anything is bad, else 3 where anything is incomplete, else 0."""
    levels = {finding.level for finding in findings}
    return EXIT_BAD if BAD in levels else EXIT_INCOMPLETE if INCOMPLETE in levels else EXIT_GOOD
