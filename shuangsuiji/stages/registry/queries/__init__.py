"""What others may ask of the two registries. Reads only.

Source: 第六条（一）, 第九条, 第十条. Subjects: `libraries` (counts per class), `subjects` (lists, one firm), `changes`, `duplicates`.
"""

from shuangsuiji.stages.registry.queries.libraries import (
    common_subjects,
    library_counts,
    subjects_of,
    unclassified_decision,
    unclassified_finding,
    visits_of_year,
)

__all__ = [
    "common_subjects",
    "library_counts",
    "subjects_of",
    "unclassified_decision",
    "unclassified_finding",
    "visits_of_year",
]
