"""What one check says, and what all of them say together.

Source: SSJ-DRAW/1 §10 (statuses and exit codes).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

PASS, FAIL, SKIP = "PASS", "FAIL", "SKIP"
EXIT_GOOD, EXIT_BAD, EXIT_USAGE, EXIT_INCOMPLETE = 0, 1, 2, 3
_FAULTS_TOLD = 5

TITLES = {
    "V01": "文件格式与公开范围",
    "V02": "方案摘要",
    "V03": "方案合规",
    "V04": "名录编码、顺序与分类",
    "V05": "检查对象名录根值",
    "V06": "执法检查人员名录根值",
    "V07": "对象封存逐行还原",
    "V08": "人员封存与回避还原",
    "V09": "封存密钥承诺",
    "V10": "抽取上下文",
    "V11": "承诺与揭示",
    "V12": "公开随机数",
    "V13": "drand 签名",
    "V14": "入日志先后",
    "V15": "种子",
    "V16": "票号",
    "V17": "应抽户数",
    "V18": "中签名单",
    "V19": "分组",
    "V20": "组序与岗位",
    "V21": "人员抽取",
    "V22": "结果摘要",
    "V23": "人员更换",
    "V24": "日志收录",
    "V25": "公开件不泄密",
    "V26": "历次抽取",
    "V27": "引用文件",
    "V28": "公开与封存的条件",
}


class Skipped(Exception):
    """A check cannot be made with what is at hand; `required` says whether the result is incomplete without it."""

    def __init__(self, reason: str, *, required: bool) -> None:
        """Keep the Chinese reason."""
        super().__init__(reason)
        self.reason = reason
        self.required = required


class CheckResult(NamedTuple):
    """One line of the report; `required` matters only where the check was skipped."""

    id: str
    status: str
    reason: str
    required: bool = False

    @property
    def title(self) -> str:
        """What the check is about, in Chinese."""
        return TITLES[self.id]


@dataclass(frozen=True, slots=True)
class Report:
    """All results in the order of their ids, and the exit code they amount to."""

    results: tuple[CheckResult, ...]

    @property
    def exit_code(self) -> int:
        """1 when a check failed, else 3 when a required one was skipped, else 0."""
        if any(result.status == FAIL for result in self.results):
            return EXIT_BAD
        if any(result.status == SKIP and result.required for result in self.results):
            return EXIT_INCOMPLETE
        return EXIT_GOOD

    def count(self, status: str) -> int:
        """How many checks have this status."""
        return sum(result.status == status for result in self.results)

    def failed(self) -> list[str]:
        """Ids of the checks that failed."""
        return [result.id for result in self.results if result.status == FAIL]


def judge(check_id: str, faults: Iterable[str], note: str = "") -> CheckResult:
    """FAIL with the faults told (the first few, and how many more), else PASS with the note."""
    found = list(faults)
    if not found:
        return CheckResult(check_id, PASS, note)
    told = "；".join(found[:_FAULTS_TOLD])
    more = f"；另有 {len(found) - _FAULTS_TOLD} 处" if len(found) > _FAULTS_TOLD else ""
    return CheckResult(check_id, FAIL, told + more)


def differs(what: str, given: object, computed: object) -> Iterator[str]:
    """One fault when two values are not equal; long values are shortened."""
    if given != computed:
        yield f"{what}不符：记录为 {_short(given)}，重算为 {_short(computed)}"


def _short(value: object) -> str:
    text = f"{value}"
    return text if len(text) <= 72 else f"{text[:69]}…"
