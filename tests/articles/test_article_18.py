"""第十八条：联合抽查要到实地，可并用其他方法；属第二十条情形的除外。"""

from shuangsuiji.core.rules.lifecycle import INSPECTION, TASK
from shuangsuiji.core.rules.parameters import labels, texts


def test_a_joint_scheme_and_every_visit_include_the_on_site_method() -> None:
    scheme, visit = TASK.row("CREATED", "sign_scheme"), INSPECTION.row("NOTIFIED", "start")
    assert scheme is not None
    assert visit is not None
    assert "on_site_if_joint" in scheme.guards.split()
    assert "on_site_method" in visit.guards.split()
    assert [labels("check_methods")[code] for code in texts("joint_method")] == ["实地检查"]


def test_only_the_outcomes_of_the_twentieth_article_end_an_inspection_without_a_visit() -> None:
    ways = {
        row.act for state in ("PRECHECKED", "NOTIFIED", "NOTICE_EXEMPT") for row in INSPECTION.acts_from(state)
        if row.target == "ENDED"
    }  # fmt: skip
    assert ways == {"conclude_without_visit"}
