"""Offices that act and decide, and when a decision counts: the right office, another person, in time.

Source: 00-decisions, 11; 第十五条, 第二十一条. Never: a name in place of an office.
"""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from shuangsuiji.core.rules.finding import Finding, judge

OFFICES = MappingProxyType(
    {
        "clerk": "承办股室经办人",
        "registry_keeper": "名录库管理员",
        "section_head": "股室负责人",
        "deputy_head": "分管负责人",
        "principal_head": "主要负责人",
        "coordinator": "调解仲裁与劳动监察股",
        "joint_office": "联席会议办公室",
        "inspector": "执法检查人员",
        "team_leader": "组长",
        "auditor": "监督审计",
        # No office: the inspected party, who signs the record form (第十九条（二）).
        "subject": "被检查对象",
    }
)
_LADDER = ("section_head", "deputy_head", "principal_head")


@dataclass(frozen=True, slots=True)
class Approval:
    """A decision: which office of which department, by which person, asked for by whom, on which day.

    `standing_in` says why the office above the usual one decides (post vacant, or its holder is the one who asked).
    """

    office: str
    department: str
    person: str
    requester: str
    on: date
    standing_in: str = ""

    def counts_for(self, office: str, department: str) -> bool:
        """Whether this is a decision of that office of that department, and not the requester's own.

        The next office up counts only with its reason, so that a bureau of a few people never stands still.
        """
        if self.person == self.requester or self.department != department:
            return False
        return self.office == office or (bool(self.standing_in.strip()) and self.office == next_up(office))


def next_up(office: str) -> str | None:
    """The office that decides when `office` cannot; the topmost one, and offices outside the ladder, have none."""
    if office not in _LADDER[:-1]:
        return None
    return _LADDER[_LADDER.index(office) + 1]


def check_done_by(office: str, wanted: str, *, matter: str, citation: str) -> Finding:
    """Whether an act that no machine's table covers is done by the office it belongs to (E13-2). `matter` says what is done."""
    asked, given = OFFICES[wanted], OFFICES.get(office, office)
    return judge(
        "E13-2",
        citation,
        office == wanted,
        required=asked,
        actual=given,
        refusal=f"{matter}由{asked}办理，您现以{given}身份办理（{citation}）。",
        remedy=f"请交{asked}办理。",
    )
