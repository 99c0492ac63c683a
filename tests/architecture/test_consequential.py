"""Every model counts, and then its rows name their event, or stands in this list with the reason why it does not.

Source: 50-ledger §2. The list is reviewed: a new model that nobody thought about turns this test red.
"""

import pytest
from django.apps import apps
from django.db import models

from shuangsuiji.foundation.ledger.evidential import Evidential, evidential_models
from shuangsuiji.foundation.ledger.models import LogEvent

NOT_CONSEQUENTIAL = {
    "ledger.LogEvent": "the log itself",
    "ledger.LogHead": "the log itself",
    "ledger.LogOpening": "the log itself: private values, held by their digests",
    "ledger.LogManifest": "the log itself: digests of rows",
    "ledger.SubjectKey": "a key; its destruction is in the log",
    "ledger.CheckpointSeen": "a convenience copy that nobody trusts",
    "ledger.AuditEntry": "the private second tier, sealed by count and root",
    "accounts.Throttle": "failed tries of the last minutes",
    "accounts.PasswordHistory": "digests of former passwords, read at the next change only",
    "overrides.OverrideDraft": "a working paper; what is laid over a parameter is an Override",
    "items.VersionDraft": "a working paper; what is approved is the version",
    "items.DraftItem": "a working paper; what is approved is an Item",
    "items.GuideDraft": "a working paper; what is published is a GuideVersion",
    "registry.ChangeLine": "covered by the digest of its RegistryChange",
    "registry.RosterUpload": "a list on its way; what was taken in is a RegistryChange",
    "registry.StagedChunk": "rows of a list on its way, sealed",
    "registry.FusionDraft": "a working paper; the rule that counts is a FusionRule",
    "registry.ConfirmationDraft": "waits for its second signature; what counts is a RegistryConfirmation",
    "plans.DraftLine": "a line of a working paper; what was confirmed is a PlanLine",
    "plans.PlanDraft": "a working paper; what was confirmed is a PlanVersion",
    "plans.SchemeDraft": "a working paper; what was signed is a Scheme",
    "plans.PolicyDraft": "a working paper; what holds is a Policy",
    "draws.NumberDraft": "what the first person typed; what counts is a PublicNumber",
    "outbox.Message": "how a message fares on its way; the act that sent it has its event",
    "components.IdempotencyKey": "a guard against the same POST twice",
    "components.UploadJob": "how far the reading or taking in of a long sheet is; the act it runs has its event",
    "components.UploadDraft": "a sheet between its upload and its 确认; what it brings in is written by the stage's act",
}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("shuangsuiji.")]


def test_every_model_counts_or_says_why_not() -> None:
    others = {model._meta.label for model in ours() if not issubclass(model, Evidential)}
    assert others == set(NOT_CONSEQUENTIAL)


@pytest.mark.parametrize("model", evidential_models(), ids=lambda model: model._meta.label)
def test_a_row_that_counts_names_its_event_in_the_database_itself(model: type[Evidential]) -> None:
    event = model._meta.get_field("event")
    assert isinstance(event, models.ForeignKey)
    assert (event.null, event.related_model, event.remote_field.field_name) == (False, LogEvent, "event_id")
    assert event.remote_field.on_delete is models.PROTECT
    assert vars(event)["db_constraint"]


@pytest.mark.parametrize("model", evidential_models(), ids=lambda model: model._meta.label)
def test_what_a_model_leaves_out_or_fixes_are_columns_it_has(model: type[Evidential]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields} | {
        field.name for field in model._meta.concrete_fields
    }
    assert {*model.not_evidence, *model.immutable} <= columns
