"""What others may ask of the two registries. Reads only.

Source: 第六条（一）, 第九条, 第十条. Subjects: `libraries` (counts per class), `subjects` (lists, one firm), `changes`, `duplicates`.
"""

from shuangsuiji.stages.registry.confirming import Delta, delta_since
from shuangsuiji.stages.registry.queries.inspectors import (
    confirmation_current,
    confirmation_for,
    inspectors_of,
    on_leave,
    recusals_on,
    uncertified_in,
    without_declaration,
)
from shuangsuiji.stages.registry.queries.libraries import (
    common_subjects,
    library_counts,
    subjects_of,
    subjects_of_all,
    unclassified_decision,
    unclassified_finding,
    visits_of_year,
)

__all__ = [
    "Delta",
    "common_subjects",
    "confirmation_current",
    "confirmation_for",
    "delta_since",
    "inspectors_of",
    "library_counts",
    "on_leave",
    "recusals_on",
    "subjects_of",
    "subjects_of_all",
    "uncertified_in",
    "unclassified_decision",
    "unclassified_finding",
    "visits_of_year",
    "without_declaration",
]
