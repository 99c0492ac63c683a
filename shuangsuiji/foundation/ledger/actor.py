"""Who acts, as the log sees it: a department and an office in the open, the person behind it in a sealed value.

Source: 50-ledger §4; 00-decisions, 11.
"""

from dataclasses import dataclass
from uuid import UUID

# The program itself, where no person decides: the sealer's start, a nightly count.
MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Actor:
    """`org` a department's code, `office` a code of `core.rules.offices` (or MACHINE), `person` who, `key` that person's key.

    Only MACHINE has no person.
    """

    org: str
    office: str
    person: UUID | None = None
    key: UUID | None = None

    def __post_init__(self) -> None:
        if (self.person is None or self.key is None) != (self.office == MACHINE):
            raise ValueError("办理人应有人员编号和密钥；只有系统自身没有")
