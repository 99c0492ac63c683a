"""What a rule answers: not yes or no, but what was required, what was met, where it is written and what can be done.

Source: 20-house §10. Codes (E06-8) are the refusals of the article page; a test reaches each.
"""

from dataclasses import dataclass

from shuangsuiji.core.rules.provision import Provision


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one case. `message` is a Chinese sentence with both numbers; `remedy` is the way out."""

    code: str
    provision: Provision
    satisfied: bool
    required: str | int
    actual: str | int
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        return self.message + self.remedy


class RuleViolation(Exception):
    """One or more rules refuse. All that fail are told at once, in `findings`."""

    def __init__(self, *findings: Finding) -> None:
        if not findings or any(finding.satisfied for finding in findings):
            raise ValueError("RuleViolation 只带不符合的 Finding，且至少一个")
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def judge(
    code: str,
    citation: str,
    satisfied: bool,
    *,
    required: str | int,
    actual: str | int,
    refusal: str,
    remedy: str,
    note: str = "",
) -> Finding:
    """Build the Finding of one rule: `refusal` and `remedy` when it fails, a plain sentence (or `note`) when it holds."""
    provision = Provision.parse(citation)
    if satisfied:
        message = note or f"符合{provision}：要求 {required}，实际 {actual}。"
        return Finding(code, provision, True, required, actual, message)
    return Finding(code, provision, False, required, actual, refusal, remedy)


def unsatisfied(*findings: Finding) -> tuple[Finding, ...]:
    """Those findings that refuse, in the order given."""
    return tuple(finding for finding in findings if not finding.satisfied)


def require(*findings: Finding) -> None:
    """Raise one RuleViolation with every finding that refuses; return when none does."""
    failing = unsatisfied(*findings)
    if failing:
        raise RuleViolation(*failing)
