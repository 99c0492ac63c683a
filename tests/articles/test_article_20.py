"""第二十条：找不到人或严重不配合的，凭证据直接形成结果，对象仍在名单里。"""

from shuangsuiji.core.rules.lifecycle import INSPECTION, next_state
from shuangsuiji.core.rules.results import check_all_concluded, check_direct


def test_c20_1_without_evidence_refused_and_with_evidence_accepted() -> None:
    assert not check_direct("R04", []).satisfied
    assert not check_direct("R04", ["photo"]).satisfied
    assert check_direct("R04", ["photo", "call"]).satisfied


def test_c20_2_a_task_with_one_of_sixty_open_cannot_close_and_names_it() -> None:
    finding = check_all_concluded(["柳屯镇某建材店"])
    assert not finding.satisfied
    assert "还有 1 户没有检查结果（柳屯镇某建材店），任务不能办结（第二十条）" in str(finding)
    assert "不能从名单中删除（第十四条）" in str(finding)


def test_a_deregistered_firm_stays_and_ends_with_that_finding() -> None:
    assert check_direct("S09", ["register_extract"]).satisfied
    for state in ("PRECHECKED", "NOTIFIED", "NOTICE_EXEMPT", "ON_SITE"):
        assert next_state(INSPECTION, state, "conclude_without_visit") == "ENDED"


def test_e20_1_a_clean_result_is_never_formed_from_afar() -> None:
    assert not check_direct("R01", ["photo", "mail", "call"]).satisfied


def test_e20_3_nothing_open_lets_the_task_close() -> None:
    assert check_all_concluded([]).satisfied
