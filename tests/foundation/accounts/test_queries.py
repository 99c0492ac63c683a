"""Who holds which office on a day, and who decides when the usual one cannot."""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.foundation.accounts import queries
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.actions.register_certificate import NewCertificate, register_certificate
from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.foundation.accounts.queries import Deciding, deciding_office, holder_of, holders_of
from shuangsuiji.foundation.accounts.roles import label_of
from tests.foundation.accounts.bureau import BEGAN

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def end(bureau, username, to_on=DAY - timedelta(days=1)):
    for post in Post.objects.filter(person=bureau.person(username)):
        end_post(post=post.pk, to_on=to_on, actor=bureau.actor("secadmin"), at=bureau.at)


def test_an_actor_is_a_department_an_office_a_person_and_his_key(bureau, at):
    person = bureau.person("li")
    actor = queries.actor(bureau.account("li"), "clerk", at)
    assert (actor.org, actor.office, actor.person, actor.key) == ("rsj", "clerk", person.pk, person.key_id)
    assert queries.actor(bureau.account("secadmin"), "secadmin", at).office == "secadmin"


@pytest.mark.parametrize(
    ("username", "office"), [("li", "deputy_head"), ("li", "sysadmin"), ("sysadmin", "clerk"), ("sysadmin", "secadmin")]
)
def test_nobody_acts_in_an_office_he_does_not_hold(bureau, at, username, office):
    with pytest.raises(RuleViolation, match="不能以此职务办理") as refused:
        queries.actor(bureau.account(username), office, at)
    assert refused.value.findings[0].code == "ACC-1"


def test_an_office_of_another_department_is_not_held_here(bureau, at):
    queries.actor(bureau.account("li"), "clerk", at, department="rsj")
    with pytest.raises(RuleViolation):
        queries.actor(bureau.account("li"), "clerk", at, department="scjgj")


def test_a_disabled_account_does_not_act(bureau, at):
    disable_account(account=bureau.account("li").pk, reason="", actor=bureau.actor("secadmin"), at=at)
    with pytest.raises(RuleViolation):
        queries.actor(bureau.account("li"), "clerk", at)


def test_the_day_is_beijings(bureau, at):
    late = at.replace(hour=16, minute=30)  # half past midnight in Beijing
    end(bureau, "li", to_on=DAY)
    queries.actor(bureau.account("li"), "clerk", at)
    with pytest.raises(RuleViolation):
        queries.actor(bureau.account("li"), "clerk", late)


def test_the_holder_is_who_has_held_it_longest(bureau, at):
    assert holder_of("deputy_head", "rsj", DAY) == bureau.person("sun")
    appoint(
        person=bureau.person("li").pk, office="deputy_head", department="rsj", from_on=DAY,
        document="x", actor=bureau.actor("secadmin"), at=at,
    )  # fmt: skip
    assert holders_of("deputy_head", "rsj", DAY) == [bureau.person("sun"), bureau.person("li")]
    assert holder_of("deputy_head", "rsj", BEGAN - timedelta(days=1)) is None
    assert holder_of("joint_office", "rsj", DAY) is None


def test_the_usual_office_decides_where_somebody_else_holds_it(bureau):
    assert deciding_office("deputy_head", "rsj", DAY, requester=bureau.person("li")) == Deciding("deputy_head")


def test_the_next_office_up_decides_where_the_holder_asked_himself(bureau):
    asked = deciding_office("deputy_head", "rsj", DAY, requester=bureau.person("sun"))
    assert asked is not None
    assert asked.office == "principal_head"
    assert asked.standing_in == "分管负责人本人提出，由上一级职务决定"


def test_the_next_office_up_decides_where_the_post_is_vacant_and_so_on_to_the_top(bureau):
    end(bureau, "zheng")
    end(bureau, "sun")
    asked = deciding_office("section_head", "rsj", DAY, requester=bureau.person("li"))
    assert asked is not None
    assert asked.office == "principal_head"
    assert asked.standing_in == "股室负责人空缺，由上一级职务决定；分管负责人空缺，由上一级职务决定"


def test_nobody_decides_where_the_ladder_ends(bureau):
    assert deciding_office("principal_head", "rsj", DAY, requester=bureau.person("zhou")) is None
    assert deciding_office("joint_office", "rsj", DAY, requester=bureau.person("li")) is None


def test_certificates_valid_on_a_day(bureau, at):
    made = register_certificate(
        person=bureau.person("li").pk,
        certificate=NewCertificate("A-1", "DEPARTMENT", "某厅", DAY, DAY + timedelta(days=9)),
        actor=bureau.actor("sysadmin"),
        at=at,
    )
    people = [bureau.person("li"), bureau.person("sun")]
    assert list(queries.certificates_valid_on(people, DAY)) == [made]
    assert not queries.certificates_valid_on(people, DAY + timedelta(days=10)).exists()


def test_own_matters_need_no_office(bureau, at):
    end(bureau, "li")
    assert queries.own_actor(bureau.account("li"), at).office == "staff"
    assert queries.own_actor(bureau.account("sun"), at).office == "deputy_head"
    assert queries.own_actor(bureau.account("sysadmin"), at).office == "sysadmin"


def test_every_code_has_a_chinese_name():
    assert [label_of(code) for code in ("clerk", "sysadmin", "unknown")] == ["承办股室经办人", "系统管理员", "unknown"]
