"""What should happen to slips, in plain Python: one list, one table written out by hand, no line of the application.

Source: 80-reliability B6; 第三条. `step` says what an act must answer (empty: it is done, else the code of the refusal, or `GONE` where
the actor may not read the slip) and moves the model on. The table is written a second time on purpose: copied from the
application's it could not disagree with it.
"""

from dataclasses import dataclass
from datetime import date

RAISE, ANSWER, REOPEN, CLOSE, WITHDRAW = "raise_slip", "answer_slip", "reopen_slip", "close_slip", "withdraw_slip"
UNIT = frozenset({"clerk", "registry_keeper", "section_head", "inspector", "team_leader"})
SECTION = frozenset({"coordinator"})
GONE = "gone"

_FROM = {
    ANSWER: {"RAISED"},
    REOPEN: {"ANSWERED", "CLOSED"},
    CLOSE: {"RAISED", "ANSWERED"},
    WITHDRAW: {"RAISED", "ANSWERED"},
}
_TO = {ANSWER: "ANSWERED", REOPEN: "RAISED", CLOSE: "CLOSED", WITHDRAW: "WITHDRAWN"}
_BY = {RAISE: UNIT, ANSWER: SECTION, REOPEN: UNIT, CLOSE: UNIT, WITHDRAW: UNIT}
_UNWRITTEN = {RAISE: "E03-3", ANSWER: "E03-3", REOPEN: "E03-3", WITHDRAW: "E03-2"}


@dataclass(slots=True)
class ModelSlip:
    """One slip as it should be; `answers` since it was last asked, `said` messages in all."""

    number: str
    raised_by: str
    private: bool
    asked_on: date
    status: str = "RAISED"
    version: int = 1
    said: int = 1
    answers: int = 0


class SlipsModel:
    """All slips of one department and the number of entries they made. `least_answers`: the saboteur's way to be off by one."""

    def __init__(self, department: str, least_answers: int = 1) -> None:
        self.department = department
        self.least_answers = least_answers
        self.slips: list[ModelSlip] = []
        self.done = 0

    def raise_slip(self, *, private: bool, text: str, office: str, person: str, on: date) -> str:
        """A new slip at the end of the list, where it is accepted."""
        refusal = "E13-2" if office not in UNIT else "" if text.strip() else _UNWRITTEN[RAISE]
        if not refusal:
            number = f"{self.department}-建议-{on.year}-{len(self.slips) + 1:03d}"
            self.slips.append(ModelSlip(number, person, private, on))
            self.done += 1
        return refusal

    def step(self, act: str, which: int, *, text: str, office: str, person: str, on: date) -> str:
        """An act on the slip at that place of the list."""
        slip = self.slips[which]
        refusal = self._refusal(act, slip, text, office, person)
        if refusal:
            return refusal
        slip.status = _TO[act]
        slip.version += 1
        slip.said += 1
        slip.answers = {ANSWER: slip.answers + 1, REOPEN: 0}.get(act, slip.answers)
        slip.asked_on = on if act == REOPEN else slip.asked_on
        self.done += 1
        return ""

    def _refusal(self, act: str, slip: ModelSlip, text: str, office: str, person: str) -> str:
        if slip.private and office not in SECTION and person != slip.raised_by:
            return GONE
        if slip.status not in _FROM[act]:
            return "E13-1"
        if office not in _BY[act]:
            return "E13-2"
        if act == CLOSE:
            return "" if slip.answers >= self.least_answers else "E03-1"
        return "" if text.strip() else _UNWRITTEN[act]
