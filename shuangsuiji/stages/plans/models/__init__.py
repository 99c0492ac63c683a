"""The tables of `plans`: policies, plans with their drafts and versions.

Source: 第六条, 第七条, 第八条. What counts is `Evidential`; drafts are working papers.
"""

from shuangsuiji.stages.plans.models.class_query import ClassQuery
from shuangsuiji.stages.plans.models.filing import Filing, PaperFiling
from shuangsuiji.stages.plans.models.measure import EvidenceKind, MeasureClosing, MeasureRecord
from shuangsuiji.stages.plans.models.overlap import OverlapChoice, OverlapDecision
from shuangsuiji.stages.plans.models.plan import DraftLine, DrawType, Plan, PlanDraft, PlanKind
from shuangsuiji.stages.plans.models.policy import CLASS_CHOICES, CLASSES, Policy, PolicyDraft, PolicyRow
from shuangsuiji.stages.plans.models.scheme import ObjectLibrary, Scheme
from shuangsuiji.stages.plans.models.slip import Slip, SlipFile, SlipKind, SlipMessage
from shuangsuiji.stages.plans.models.submission import PaperSubmission
from shuangsuiji.stages.plans.models.task import SchemeDraft, Task, TaskDepartment, TaskItem
from shuangsuiji.stages.plans.models.version import (
    PlanBasis,
    PlanLine,
    PlanLineItem,
    PlanLineQuota,
    PlanParticipant,
    PlanVersion,
)

__all__ = [
    "CLASSES",
    "CLASS_CHOICES",
    "ClassQuery",
    "DraftLine",
    "DrawType",
    "EvidenceKind",
    "Filing",
    "MeasureClosing",
    "MeasureRecord",
    "ObjectLibrary",
    "OverlapChoice",
    "OverlapDecision",
    "PaperFiling",
    "PaperSubmission",
    "Plan",
    "PlanBasis",
    "PlanDraft",
    "PlanKind",
    "PlanLine",
    "PlanLineItem",
    "PlanLineQuota",
    "PlanParticipant",
    "PlanVersion",
    "Policy",
    "PolicyDraft",
    "PolicyRow",
    "Scheme",
    "SchemeDraft",
    "Slip",
    "SlipFile",
    "SlipKind",
    "SlipMessage",
    "Task",
    "TaskDepartment",
    "TaskItem",
]
