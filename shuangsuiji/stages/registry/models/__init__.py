"""The tables of `registry`: what is inspected, who inspects, and every change of either.

Source: 第二条, 第六条（一）（二）, 第九条, 第十条. What counts is `Evidential`; `ChangeLine` is covered by its change's `lines_digest`.
"""

from shuangsuiji.stages.registry.models.change import ChangeLine, RegistryChange, RegistryKind, What
from shuangsuiji.stages.registry.models.classes import (
    ClassRecord,
    FusionDraft,
    FusionRule,
    ScaleTable,
    Treatment,
    UnclassifiedDecision,
)
from shuangsuiji.stages.registry.models.confirmation import (
    ConfirmationDraft,
    ConfirmationTerms,
    PaperConfirmation,
    RegistryConfirmation,
)
from shuangsuiji.stages.registry.models.duplicate import DuplicateDecision
from shuangsuiji.stages.registry.models.inspector import (
    Inspector,
    InspectorQualification,
    InspectorState,
    InspectorTransfer,
    Leave,
    Recusal,
    RecusalDeclaration,
    Training,
)
from shuangsuiji.stages.registry.models.licence import Licence, SubjectTag
from shuangsuiji.stages.registry.models.subject import ClassSource, Subject, SubjectState, SubjectType
from shuangsuiji.stages.registry.models.towns import TownTable
from shuangsuiji.stages.registry.models.upload import RosterUpload, StagedChunk
from shuangsuiji.stages.registry.models.visit import SubjectVisit

__all__ = [
    "ChangeLine",
    "ClassRecord",
    "ClassSource",
    "ConfirmationDraft",
    "ConfirmationTerms",
    "DuplicateDecision",
    "FusionDraft",
    "FusionRule",
    "Inspector",
    "InspectorQualification",
    "InspectorState",
    "InspectorTransfer",
    "Leave",
    "Licence",
    "PaperConfirmation",
    "Recusal",
    "RecusalDeclaration",
    "RegistryChange",
    "RegistryConfirmation",
    "RegistryKind",
    "RosterUpload",
    "ScaleTable",
    "StagedChunk",
    "Subject",
    "SubjectState",
    "SubjectTag",
    "SubjectType",
    "SubjectVisit",
    "TownTable",
    "Training",
    "Treatment",
    "UnclassifiedDecision",
    "What",
]
