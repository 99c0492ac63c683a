"""No act, no contest and no consequential model is left out of the harnesses by oversight."""

from types import SimpleNamespace

from shuangsuiji.foundation.ledger.evidential import evidential_models
from shuangsuiji.foundation.ledger.rows import uncovered
from tests.harness.acts import contests, crash_acts
from tests.harness.factories import FACTORIES, NO_EVIDENCE, without_factory


def test_every_consequential_model_has_its_line_in_the_matrix_of_tampering() -> None:
    assert without_factory(evidential_models()) == []
    assert set(FACTORIES) == {model._meta.label for model in evidential_models()}


def test_what_is_no_evidence_was_looked_at_and_agreed() -> None:
    declared = {model._meta.label: frozenset(uncovered(model)) for model in evidential_models() if uncovered(model)}
    assert declared == dict(NO_EVIDENCE)


def test_a_model_that_nobody_gave_a_line_is_named() -> None:
    stranger = SimpleNamespace(_meta=SimpleNamespace(label="strange.Stranger"))
    assert without_factory([stranger]) == ["strange.Stranger"]  # type: ignore[list-item]


def test_names_of_acts_and_contests_are_unique() -> None:
    for names in (crash_acts(), contests()):
        assert len(names) == len(set(names)) > 0
