"""What one check says, and what all of them say together.

Source: SSJ-DRAW/1 §10 (V-checks, statuses and exit codes); 50-ledger §9 (L-checks, the same codes).
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
# The checks of the log that need nothing but its files; the others of 50-ledger §9 need the database beside it.
LOG_TITLES = {
    "L03": "条目格式与类型",
    "L05": "检查点与签名",
    "L06": "与较早检查点一致",
    "L07": "条目收录",
    "L08": "哈希分片与条目",
    "L09": "见证",
    "L10": "引用与先后",
    "L11": "公开值与摘要",
    "L13": "公开内容不泄密",
}
_ALL_TITLES = {**TITLES, **LOG_TITLES}


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
        return _ALL_TITLES[self.id]


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


class Faults:
    """What a check found wrong: the first few in words, the rest as a number, so that memory stays small."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.count = 0

    def add(self, fault: str) -> None:
        """Note one fault."""
        self.count += 1
        if self.count <= _FAULTS_TOLD:
            self.told.append(fault)

    def result(self, check_id: str, note: str = "") -> CheckResult:
        """FAIL with the faults told (the first few, and how many more), else PASS with the note."""
        if not self.count:
            return CheckResult(check_id, PASS, note)
        more = f"；另有 {self.count - _FAULTS_TOLD} 处" if self.count > _FAULTS_TOLD else ""
        return CheckResult(check_id, FAIL, "；".join(self.told) + more)


def judge(check_id: str, faults: Iterable[str], note: str = "") -> CheckResult:
    """FAIL with the faults told, else PASS with the note."""
    found = Faults()
    for fault in faults:
        found.add(fault)
    return found.result(check_id, note)


def differs(what: str, given: object, computed: object) -> Iterator[str]:
    """One fault when two values are not equal; long values are shortened."""
    if given != computed:
        yield f"{what}不符：记录为 {_short(given)}，重算为 {_short(computed)}"


def _short(value: object) -> str:
    text = f"{value}"
    return text if len(text) <= 72 else f"{text[:69]}…"
