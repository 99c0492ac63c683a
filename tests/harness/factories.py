"""A row of every consequential model, for the matrix of tampering: one line per model in `FACTORIES`; none is left out.

The matrix runs on tables without constraints (the hand that tampers has all rights), so that `plain` may fill any column with a
value of its kind; a model that needs more has a function of its own here. Values of different numbers differ.
"""

from collections.abc import Callable
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import models

from shuangsuiji.foundation.ledger.evidential import Evidential
from tests.harness.acts import AT

Factory = Callable[[type[Any], int], Any]


def plain(model: type[Any], number: int) -> Any:
    """An unsaved row; every column but key and event has a value."""
    row = model()
    for field in model._meta.concrete_fields:
        if not field.primary_key and field.attname != "event_id":
            setattr(row, field.attname, sample(field, number))
    return row


def stateful(model: type[Any], number: int) -> Any:
    """A row with a status its machine knows."""
    row = plain(model, number)
    states = list(model.machine.states)
    row.status = states[number % len(states)]
    return row


def sample(field: "models.Field[Any, Any]", number: int) -> Any:
    """A value of the column's kind, another one for every number."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    match field.get_internal_type():
        case "UUIDField":
            return UUID(int=(0x7 << 76) + (0b10 << 62) + number)
        case "BooleanField":
            return bool(number % 2)
        case "DateField":
            return (AT + timedelta(days=number)).date()
        case "DateTimeField":
            return AT + timedelta(minutes=number)
        case "BinaryField":
            return number.to_bytes(32, "big")
        case "JSONField":
            return {"n": number}
        case "CharField" | "TextField":
            value = f"v{number}"
            # A column of one or two letters: one character for each number.
            return value if len(value) <= (field.max_length or len(value)) else chr(0x4E00 + number)
        case "GenericIPAddressField":
            return f"10.0.{number // 256}.{number % 256}"
        case kind if "Integer" in kind or "AutoField" in kind:
            return number
        case kind:
            raise TypeError(f"{field} 是 {kind}，请在 tests/harness/factories.py 中说明其样值")


# fmt: off
FACTORIES: MappingProxyType[str, Factory] = MappingProxyType({
    "accounts.Account":              plain,
    "accounts.Certificate":          plain,
    "accounts.Department":           plain,
    "accounts.Person":               plain,
    "accounts.Post":                 plain,
    "accounts.RecoveryCode":         plain,
    "accounts.SecondFactor":         plain,
    "accounts.Section":              plain,
    "approvals.ApprovalRequest":     plain,
    "approvals.Decision":            plain,
    "approvals.Opinion":             plain,
    "approvals.PaperAnswer":         plain,
    "disclosure.PublishedNotice":    plain,
    "disclosure.PublishedProof":    plain,
    "draws.Commitment":              plain,
    "draws.Draw":                    plain,
    "draws.DrawContributor":         plain,
    "draws.DrawEnding":              plain,
    "draws.DrawFreeze":              plain,
    "draws.DrawReplacement":         plain,
    "draws.DrawResult":              plain,
    "draws.DrawStep":                plain,
    "draws.DrawnSubject":            plain,
    "draws.FrozenRoster":            plain,
    "draws.PublicNumber":            plain,
    "draws.Reveal":                  plain,
    "draws.TeamPlace":               plain,
    "evidence.EvidenceFile":         plain,
    "inspections.Inspection":       plain,
    "inspections.InspectorReplacement":plain,
    "inspections.Part":             plain,
    "inspections.Team":             plain,
    "inspections.TeamMember":       plain,
    "items.CheckPoint":              plain,
    "items.GuideVersion":            plain,
    "items.Item":                    plain,
    "items.ItemList":                plain,
    "items.ItemListVersion":         stateful,
    "items.RetiredItem":             plain,
    "items.RuleDocument":            plain,
    "items.SpecialMark":             plain,
    "lifecycle.Transition":          plain,
    "overrides.Override":            plain,
    "papers.PaperRecord":            plain,
    "plans.ClassQuery":              plain,
    "plans.Filing":                  stateful,
    "plans.MeasureClosing":          plain,
    "plans.MeasureRecord":           plain,
    "plans.ObjectLibrary":           plain,
    "plans.OverlapDecision":         plain,
    "plans.PaperFiling":             plain,
    "plans.PaperSubmission":         plain,
    "plans.Plan":                    stateful,
    "plans.PlanBasis":               plain,
    "plans.PlanLine":                plain,
    "plans.PlanLineItem":            plain,
    "plans.PlanLineQuota":           plain,
    "plans.PlanParticipant":         plain,
    "plans.PlanVersion":             plain,
    "plans.Policy":                  plain,
    "plans.PolicyRow":               plain,
    "plans.Scheme":                  plain,
    "plans.Slip":                    stateful,
    "plans.SlipFile":                plain,
    "plans.SlipMessage":             plain,
    "plans.Task":                    stateful,
    "plans.TaskDepartment":          plain,
    "plans.TaskItem":                plain,
    "registry.ClassRecord":          plain,
    "registry.DuplicateDecision":    plain,
    "registry.FusionRule":           plain,
    "registry.Inspector":            plain,
    "registry.InspectorQualification": plain,
    "registry.InspectorTransfer":    plain,
    "registry.Leave":                plain,
    "registry.Licence":              plain,
    "registry.PaperConfirmation":    plain,
    "registry.Recusal":              plain,
    "registry.RecusalDeclaration":   plain,
    "registry.RegistryChange":       plain,
    "registry.RegistryConfirmation": plain,
    "registry.ScaleTable":           plain,
    "registry.Subject":              plain,
    "registry.SubjectTag":           plain,
    "registry.SubjectVisit":         plain,
    "registry.TownTable":            plain,
    "registry.Training":             plain,
    "registry.UnclassifiedDecision": plain,
    "specimen.Footprint":            plain,
    "specimen.Journey":              stateful,
    "specimen.Specimen":             plain,
})
# What no event tells, looked at and agreed: counters and conveniences that change without an act.
NO_EVIDENCE = MappingProxyType({
    "accounts.Account":      frozenset({"last_seen_at"}),
    "accounts.RecoveryCode": frozenset({"used_at"}),
    "accounts.SecondFactor": frozenset({"last_step"}),
    "specimen.Specimen":     frozenset({"search"}),
})
# fmt: on


def without_factory(found: "list[type[Evidential]]") -> list[str]:
    """Labels of consequential models that nobody gave a line."""
    return sorted({model._meta.label for model in found} - set(FACTORIES))


def evidence_columns(model: type[Evidential]) -> "list[models.Field[Any, Any]]":
    """Every column that must be evidence, whatever the model itself says of it."""
    agreed = NO_EVIDENCE.get(model._meta.label, frozenset())
    return [field for field in model._meta.concrete_fields if field.attname not in agreed]
