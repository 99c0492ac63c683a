"""第二十六条：立卷归档；归档后只能补充。"""

from shuangsuiji.core.rules.lifecycle import INSPECTION, SAME, TASK


def test_a_case_is_sealed_with_its_catalogue_and_digests() -> None:
    row = INSPECTION.row("CLOSED", "seal_case")
    assert row is not None
    assert {"catalogue_complete", "digests_verify"} <= set(row.guards.split())


def test_after_archiving_only_a_supplement_is_possible() -> None:
    assert TASK.acts_from("ARCHIVED") == ()
    assert [(row.act, row.target) for row in INSPECTION.acts_from("ARCHIVED")] == [("correct_result", SAME)]


def test_a_task_is_archived_only_when_every_case_is_sealed() -> None:
    row = TASK.row("CONCLUDED", "archive_task")
    assert row is not None
    assert "every_case_sealed" in row.guards.split()
