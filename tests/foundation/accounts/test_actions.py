"""What the three administrators do, and what none of them can."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from shuangsuiji.core.identifiers import IdentifierError
from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.accounts.actions.add_department import add_department
from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.add_section import add_section
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.actions.disable_account import disable_account, enable_account
from shuangsuiji.foundation.accounts.actions.end_post import end_post
from shuangsuiji.foundation.accounts.actions.erase_person import erase_person
from shuangsuiji.foundation.accounts.actions.found_bureau import FirstPost, NewDepartment, NewSection, found_bureau
from shuangsuiji.foundation.accounts.actions.grant_role import grant_role
from shuangsuiji.foundation.accounts.actions.open_account import open_account
from shuangsuiji.foundation.accounts.actions.register_certificate import (
    NewCertificate,
    register_certificate,
    revoke_certificate,
)
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account, Department, Person, Post
from shuangsuiji.foundation.accounts.models.person import ERASED, standing_text
from shuangsuiji.foundation.accounts.queries import offices_on, posts_on
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS
from shuangsuiji.foundation.ledger.models import LogEvent
from tests.foundation.accounts.bureau import BEGAN, password_of

pytestmark = pytest.mark.django_db
COMMITS = pytest.mark.django_db(transaction=True)
DAY = date(2026, 11, 24)


def refused(code, act, /, **arguments):
    """The act refuses with this code, and nothing has changed."""
    before = (LogEvent.objects.count(), Person.objects.count(), Post.objects.count())
    with pytest.raises(RuleViolation) as raised:
        act(**arguments)
    assert code in {finding.code for finding in raised.value.findings}
    assert (LogEvent.objects.count(), Person.objects.count(), Post.objects.count()) == before
    return str(raised.value)


def post_of(bureau, **changes):
    """An appointment nothing is wrong with, one thing changed."""
    good = {
        "person": bureau.person("li").pk,
        "office": "registry_keeper",
        "department": "rsj",
        "from_on": DAY,
        "document": "平人社任〔2026〕9号",
        "actor": bureau.actor("secadmin"),
        "at": bureau.at,
    }
    return good | changes


# ------------------------------------------------------------------------------------------------------------ set-up


def test_founding_makes_a_department_and_three_administrators_in_one_event(bureau):
    assert Department.objects.count() == 1
    assert {offices_on(bureau.person(role), DAY) for role in ADMINISTRATORS} == {
        frozenset({role}) for role in ADMINISTRATORS
    }
    leaf = read_leaf(bytes(LogEvent.objects.get(seq=0).body))
    assert (leaf["type"], leaf["actor"], leaf["org"]) == ("account.changed", "machine", "rsj")
    assert leaf["pub"] == {"kind": "founding", "count": 8}


def test_no_name_user_name_or_number_of_anybody_is_in_a_public_entry(bureau):
    bodies = b"".join(bytes(event.body) for event in LogEvent.objects.all()).decode()
    for person in Person.objects.all():
        assert person.name not in bodies
        assert person.phone not in bodies
        assert str(person.pk) not in bodies
        assert person.pk.hex not in bodies
    for account in Account.objects.all():
        assert f'"{account.username}"' not in bodies.replace('"actor":"secadmin"', "")


def test_founding_happens_once(bureau, at):
    people = {role: (NewPerson("某"), NewAccount(f"x-{role}", password_of(role))) for role in ADMINISTRATORS}
    refused(
        "ACC-9", found_bureau, department=NewDepartment("other", "他局", "410999", BEGAN), administrators=people, at=at
    )


@pytest.mark.parametrize("missing", list(ADMINISTRATORS))
def test_founding_needs_all_three_administrators(missing, at):
    people = {
        role: (NewPerson("某"), NewAccount(role, password_of(role))) for role in ADMINISTRATORS if role != missing
    }
    told = refused(
        "ACC-9", found_bureau, department=NewDepartment("rsj", "某局", "410999", BEGAN), administrators=people, at=at
    )
    assert ADMINISTRATORS[missing] in told


# ------------------------------------------------------------------------------------------------- departments, persons


def test_a_department_stands_under_another_that_was_there_before(bureau, at):
    arguments = {
        "name": "平原县人民政府",
        "division": "410999",
        "from_on": BEGAN,
        "actor": bureau.actor("sysadmin"),
        "at": at,
    }
    above = add_department(code="xzf", **arguments)
    below = add_department(code="scjgj", parent="xzf", **arguments)
    assert below.parent_id == above.pk
    refused("ACC-6", add_department, code="gaj", parent="nobody", **arguments)
    refused("ACC-6", add_department, code="xzf", **arguments)
    refused("ACC-8", add_department, code="gaj", to_on=BEGAN - timedelta(days=1), **arguments)
    with pytest.raises(ValidationError):
        add_department(code="大写", **arguments)


def test_the_tree_of_departments_has_no_way_to_a_cycle(bureau):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE department SET parent_id = id")


def test_a_section_belongs_to_its_department(bureau, at):
    arguments = {"code": "tjzcjc", "name": "调解仲裁股", "from_on": BEGAN, "actor": bureau.actor("sysadmin"), "at": at}
    made = add_section(department="rsj", **arguments)
    assert made.department.code == "rsj"
    refused("ACC-6", add_section, department="rsj", **arguments)
    refused("ACC-6", add_section, department="nobody", **arguments)
    person = add_person(
        person=NewPerson("王"), department="rsj", section="tjzcjc", actor=bureau.actor("sysadmin"), at=at
    )
    assert person.section_id == made.pk


def test_what_is_personal_is_sealed_in_the_table(bureau, at):
    made = add_person(
        person=NewPerson("欧阳某", "13812345678", "410999199001011234"),
        department="rsj",
        actor=bureau.actor("sysadmin"),
        at=at,
    )
    again = Person.objects.get(pk=made.pk)
    assert (again.name, again.phone, again.id_number) == ("欧阳某", "13812345678", "410999199001011234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_sealed, phone_sealed, id_number_sealed FROM person")
        stored = b"".join(bytes(each) for row in cursor.fetchall() for each in row if each is not None)
    for text in ("欧阳某", "13812345678", "410999199001011234"):
        assert text.encode() not in stored


def test_a_sealed_name_moved_to_another_row_does_not_open(bureau):
    from shuangsuiji.foundation.ledger.keys import KeyUnusable

    li, sun = bureau.person("li"), bureau.person("sun")
    li.name_sealed = sun.name_sealed
    with pytest.raises(KeyUnusable):
        _ = li.name


def test_a_person_needs_a_name_and_a_section_that_is_there(bureau, at):
    arguments = {"department": "rsj", "actor": bureau.actor("sysadmin"), "at": at}
    refused("ACC-7", add_person, person=NewPerson("  "), **arguments)
    refused("ACC-6", add_person, person=NewPerson("王"), section="nowhere", **arguments)


def test_one_account_per_person_and_per_name(bureau, at):
    arguments = {"actor": bureau.actor("sysadmin"), "at": at}
    person = add_person(person=NewPerson("王"), department="rsj", **arguments)
    opened = open_account(person=person.pk, account=NewAccount(" WANG ", password_of("wang")), **arguments)
    assert opened.username == "wang"
    assert opened.must_change_password
    refused("ACC-7", open_account, person=person.pk, account=NewAccount("wang2", password_of("wang")), **arguments)
    other = add_person(person=NewPerson("汪"), department="rsj", **arguments)
    refused("ACC-6", open_account, person=other.pk, account=NewAccount("Wang", password_of("wang")), **arguments)
    with pytest.raises(ValidationError):
        open_account(person=other.pk, account=NewAccount("a b", password_of("wang")), **arguments)
    with pytest.raises(ValidationError):
        open_account(person=other.pk, account=NewAccount("wangyi", "short"), **arguments)


# ------------------------------------------------------------------------------------------------------- duties apart


@pytest.mark.parametrize("username", ["sysadmin", "audadmin", "li", "sun", "zhou"])
def test_only_the_security_administrator_gives_and_takes(bureau, username):
    actor = bureau.actor(username)
    refused("ACC-2", appoint, **post_of(bureau, actor=actor))
    refused("ACC-2", grant_role, person=bureau.person("li").pk, role="auditor", reason="", actor=actor, at=bureau.at)
    refused("ACC-2", disable_account, account=bureau.account("li").pk, reason="离职", actor=actor, at=bureau.at)
    refused(
        "ACC-2",
        erase_person,
        person=bureau.person("li").pk,
        ground="pipl_47_2",
        retained_until=DAY,
        reason="",
        actor=actor,
        at=bureau.at,
    )
    post = Post.objects.first()
    refused("ACC-2", end_post, post=post.pk, to_on=DAY, actor=actor, at=bureau.at)


@pytest.mark.parametrize("username", ["secadmin", "audadmin", "li", "sun", "zhou"])
def test_only_the_system_administrator_enters_who_there_is(bureau, username):
    actor = bureau.actor(username)
    refused("ACC-2", add_person, person=NewPerson("王"), department="rsj", actor=actor, at=bureau.at)
    refused("ACC-2", add_department, code="x", name="某", division="410999", from_on=BEGAN, actor=actor, at=bureau.at)
    refused("ACC-2", add_section, department="rsj", code="x", name="某股", from_on=BEGAN, actor=actor, at=bureau.at)
    account = NewAccount("x-y", password_of("x"))
    refused("ACC-2", open_account, person=bureau.person("li").pk, account=account, actor=actor, at=bureau.at)


def test_the_security_administrator_gives_himself_nothing(bureau):
    own = bureau.person("secadmin").pk
    actor = bureau.actor("secadmin")
    refused("ACC-3", appoint, **post_of(bureau, person=own))
    refused("ACC-3", grant_role, person=own, role="sysadmin", reason="", actor=actor, at=bureau.at)
    refused("ACC-3", disable_account, account=bureau.account("secadmin").pk, reason="", actor=actor, at=bureau.at)
    refused(
        "ACC-3", erase_person, person=own, ground="pipl_47_2", retained_until=DAY, reason="", actor=actor, at=bureau.at
    )


# -------------------------------------------------------------------------------------------------------------- posts


def test_an_office_is_held_from_its_first_to_its_last_day(bureau):
    person = bureau.person("li")
    made = appoint(**post_of(bureau, from_on=DAY))
    assert "registry_keeper" not in offices_on(person, DAY - timedelta(days=1))
    assert offices_on(person, DAY) == {"clerk", "registry_keeper"}
    end_post(post=made.pk, to_on=DAY + timedelta(days=3), actor=bureau.actor("secadmin"), at=bureau.at)
    assert "registry_keeper" in offices_on(person, DAY + timedelta(days=3))
    assert "registry_keeper" not in offices_on(person, DAY + timedelta(days=4))
    assert [post.office for post in posts_on(person, DAY)] == ["clerk", "registry_keeper"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("ACC-7", {"office": "subject"}),
        ("ACC-7", {"office": "sysadmin"}),
        ("ACC-7", {"document": " "}),
        ("ACC-8", {"to_on": DAY - timedelta(days=1)}),
        ("ACC-6", {"department": "nobody"}),
        ("ACC-6", {"section": "nowhere"}),
        ("ACC-8", {"office": "clerk"}),
    ],
)
def test_an_appointment_with_one_thing_wrong_is_refused(bureau, code, change):
    refused(code, appoint, **post_of(bureau, **change))


def test_the_same_office_does_not_overlap_but_may_follow(bureau):
    first = appoint(**post_of(bureau, from_on=DAY, to_on=DAY + timedelta(days=9)))
    refused("ACC-8", appoint, **post_of(bureau, from_on=DAY + timedelta(days=9)))
    refused("ACC-8", appoint, **post_of(bureau, from_on=DAY - timedelta(days=9)))
    refused("ACC-8", appoint, **post_of(bureau, from_on=DAY - timedelta(days=9), to_on=DAY))
    appoint(**post_of(bureau, from_on=DAY - timedelta(days=9), to_on=DAY - timedelta(days=1)))
    appoint(**post_of(bureau, from_on=DAY + timedelta(days=10)))
    arguments = {"actor": bureau.actor("secadmin"), "at": bureau.at}
    refused("ACC-8", end_post, post=first.pk, to_on=DAY + timedelta(days=10), **arguments)
    refused("ACC-8", end_post, post=first.pk, to_on=DAY - timedelta(days=1), **arguments)


@COMMITS
def test_the_database_itself_refuses_a_second_open_post_of_a_kind(bureau, actor_for, at):
    from shuangsuiji.foundation.ledger.command import command

    first = Post.objects.get(person=bureau.person("li"))
    with pytest.raises(IntegrityError), command(actor=actor_for(), at=at) as cmd:
        Post(
            person=first.person, standing=first.person, office=first.office, department=first.department,
            from_on=DAY, document="x",
        ).save(force_insert=True)  # fmt: skip
        cmd.emit("account.changed", pub={"kind": "post", "count": 1})


# --------------------------------------------------------------------------------- administrators, held by the database


def test_an_administrator_cannot_hold_an_office_and_an_office_holder_cannot_administer(bureau):
    refused("ACC-4", appoint, **post_of(bureau, person=bureau.person("sysadmin").pk))
    arguments = {"role": "audadmin", "reason": "", "actor": bureau.actor("secadmin"), "at": bureau.at}
    refused("ACC-4", grant_role, person=bureau.person("li").pk, **arguments)
    refused("ACC-7", grant_role, person=bureau.person("li").pk, **(arguments | {"role": "root"}))


@COMMITS
def test_the_database_refuses_a_post_for_an_administrator(bureau, actor_for, at):
    from shuangsuiji.foundation.ledger.command import command

    boss = bureau.person("sysadmin")
    for standing in (boss.standing, standing_text("staff", boss.pk), bureau.person("li").standing, None):
        with pytest.raises(IntegrityError), command(actor=actor_for(), at=at) as cmd:
            Post(
                person=boss, standing_id=standing, office="clerk", department=boss.department, from_on=DAY, document="x"
            ).save(force_insert=True)
            cmd.emit("account.changed", pub={"kind": "post", "count": 1})
    assert not Post.objects.filter(person=boss).exists()


@COMMITS
def test_the_database_refuses_an_administrators_role_for_an_office_holder(bureau, actor_for, at):
    from shuangsuiji.foundation.ledger.command import command

    person = bureau.person("li")
    person.take_role("sysadmin")
    with pytest.raises(IntegrityError), command(actor=actor_for(), at=at) as cmd:
        person.save()
        cmd.emit("account.changed", pub={"kind": "role", "count": 1})
    assert bureau.person("li").role == "staff"


@pytest.mark.parametrize("sql", ["role = 'sysadmin'", "role = 'root'", "standing = 'sysadmin/' || id"])
def test_the_database_holds_role_and_standing_together(bureau, sql):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE person SET {sql}")


def test_the_only_administrator_of_a_kind_keeps_his_role(bureau, at):
    person = bureau.person("audadmin")
    told = refused(
        "ACC-5", grant_role, person=person.pk, role="sysadmin", reason="", actor=bureau.actor("secadmin"), at=at
    )
    assert "唯一" in told


def test_a_former_office_holder_may_administer_and_his_history_stays(bureau, at):
    person = bureau.person("li")
    post = Post.objects.get(person=person)
    secadmin = bureau.actor("secadmin")
    end_post(post=post.pk, to_on=DAY - timedelta(days=1), actor=secadmin, at=at)
    made = grant_role(person=person.pk, role="audadmin", reason="轮岗", actor=secadmin, at=at)
    assert offices_on(made, DAY) == {"audadmin"}
    assert Post.objects.get(pk=post.pk).person_id == person.pk
    # Now there are two audit administrators: one may go back to the staff.
    grant_role(person=bureau.person("audadmin").pk, role="staff", reason="轮岗", actor=secadmin, at=at)
    assert bureau.person("audadmin").role == "staff"


# ----------------------------------------------------------------------------------------------------------- accounts


def test_the_only_administrator_of_a_kind_cannot_be_disabled(bureau, at):
    arguments = {"reason": "", "actor": bureau.actor("secadmin"), "at": at}
    refused("ACC-5", disable_account, account=bureau.account("sysadmin").pk, **arguments)
    disable_account(account=bureau.account("li").pk, **arguments)
    assert not bureau.account("li").usable(at, DAY)
    enable_account(account=bureau.account("li").pk, **arguments)
    assert bureau.account("li").usable(at, DAY)
    assert bureau.account("li").must_change_password


def test_a_password_changed_behind_the_log_is_named(bureau):
    from shuangsuiji.foundation.ledger import rows

    before = dict(row[1:] for row in rows.lines(Account))
    Account._base_manager.filter(username="zhou").update(password="stolen")  # noqa: S106 - the attack
    after = dict(row[1:] for row in rows.lines(Account))
    assert {key for key in before if before[key] != after[key]} == {str(bureau.account("zhou").pk)}


# ------------------------------------------------------------------------------------------------------- certificates


def certificate(**changes):
    good = {
        "number": " 豫Ｊ0001 ".replace("豫Ｊ", "YJ-"),
        "kind": "PROVINCE",
        "issuer": "河南省司法厅",
        "valid_from": date(2024, 1, 1),
        "valid_to": date(2028, 12, 31),
    }
    return NewCertificate(**(good | changes))


def test_a_certificate_is_valid_from_its_first_to_its_last_day_until_revoked(bureau, at):
    arguments = {"actor": bureau.actor("sysadmin"), "at": at}
    made = register_certificate(person=bureau.person("li").pk, certificate=certificate(), **arguments)
    assert made.number == "cert:YJ-0001"
    assert [made.valid_on(day) for day in (date(2023, 12, 31), date(2024, 1, 1), date(2028, 12, 31), date(2029, 1, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    revoked = revoke_certificate(certificate=made.pk, on=DAY, reason="调离", **arguments)
    assert (revoked.valid_on(DAY - timedelta(days=1)), revoked.valid_on(DAY)) == (True, False)
    refused("ACC-8", revoke_certificate, certificate=made.pk, on=DAY, reason="", **arguments)


def test_a_certificate_is_one_persons_and_not_entered_twice(bureau, at):
    arguments = {"actor": bureau.actor("sysadmin"), "at": at}
    li, sun = bureau.person("li").pk, bureau.person("sun").pk
    register_certificate(person=li, certificate=certificate(), **arguments)
    refused("ACC-6", register_certificate, person=sun, certificate=certificate(), **arguments)
    refused("ACC-6", register_certificate, person=li, certificate=certificate(), **arguments)
    later = certificate(valid_from=date(2029, 1, 1), valid_to=date(2033, 12, 31))
    register_certificate(person=li, certificate=later, **arguments)
    wrong = certificate(number="X2", valid_to=date(2020, 1, 1))
    refused("ACC-8", register_certificate, person=sun, certificate=wrong, **arguments)
    with pytest.raises(IdentifierError):
        register_certificate(person=sun, certificate=certificate(number="  "), **arguments)
    with pytest.raises(ValidationError):
        register_certificate(person=sun, certificate=certificate(number="X3", kind="OTHER"), **arguments)
    clerk = bureau.actor("li")
    refused("ACC-2", register_certificate, person=sun, certificate=certificate(number="X4"), actor=clerk, at=at)


# ------------------------------------------------------------------------------------------------------------ erasure


def test_erasure_leaves_a_row_without_a_name_and_acts_keep_their_author(bureau, at):
    person = bureau.person("li")
    later = post_of(bureau)
    arguments = {
        "person": person.pk,
        "ground": "pipl_47_2",
        "retained_until": DAY - timedelta(days=1),
        "reason": "离职满三年",
        "actor": bureau.actor("secadmin"),
        "at": at,
    }
    refused("ACC-4", erase_person, **arguments)
    for post in Post.objects.filter(person=person):
        end_post(post=post.pk, to_on=DAY - timedelta(days=1), actor=bureau.actor("secadmin"), at=at)
    refused("ACC-12", erase_person, **(arguments | {"ground": "expired"}))
    refused("ACC-13", erase_person, **(arguments | {"retained_until": DAY}))
    refused("ACC-2", erase_person, **(arguments | {"actor": bureau.actor("sysadmin")}))
    erase_person(**arguments)
    left = Person.objects.get(pk=person.pk)
    assert (left.name, left.phone, left.id_number) == (ERASED, "", "")
    assert left.key.dek_wrapped is None
    assert not Account.objects.filter(username="li").exists()
    assert not left.account.usable(at, DAY)
    assert [event.type for event in LogEvent.objects.order_by("-seq")[:2]] == ["privacy.erased", "account.changed"]
    assert Post.objects.filter(person=person).count() == 1
    refused("ACC-4", appoint, **later)
    refused("ACC-7", open_account, person=person.pk, account=NewAccount("li2", password_of("li")),
            actor=bureau.actor("sysadmin"), at=at)  # fmt: skip


def test_erasing_somebody_without_an_account_and_erasing_twice(bureau, at):
    made = add_person(person=NewPerson("王"), department="rsj", actor=bureau.actor("sysadmin"), at=at)
    arguments = {
        "person": made.pk,
        "ground": "pipl_47_1",
        "retained_until": DAY - timedelta(days=1),
        "reason": "",
        "actor": bureau.actor("secadmin"),
        "at": at,
    }
    erase_person(**arguments)
    first = Person.objects.get(pk=made.pk).erased_at
    erase_person(**(arguments | {"at": at + timedelta(days=1)}))
    assert Person.objects.get(pk=made.pk).erased_at == first
    assert LogEvent.objects.filter(type="privacy.erased").count() == 2


def test_a_person_without_an_account_may_administer(bureau, at):
    made = add_person(person=NewPerson("王"), department="rsj", actor=bureau.actor("sysadmin"), at=at)
    granted = grant_role(person=made.pk, role="audadmin", reason="", actor=bureau.actor("secadmin"), at=at)
    assert granted.is_administrator


def test_persons_may_be_founded_without_a_log_in(at):
    people = {role: (NewPerson("某"), NewAccount(role, password_of(role))) for role in ADMINISTRATORS}
    found_bureau(
        department=NewDepartment("rsj", "某局", "410999", BEGAN), administrators=people, persons=[(NewPerson("王"), None)],
        at=at,
    )  # fmt: skip
    assert (Person.objects.count(), Account.objects.count()) == (4, 3)


def test_every_row_names_itself_without_a_key_to_more(bureau, at):
    from shuangsuiji.foundation.accounts.models import (
        Certificate,
        PasswordHistory,
        RecoveryCode,
        SecondFactor,
        Throttle,
    )
    from shuangsuiji.foundation.accounts.models.department import Section
    from tests.foundation.accounts.bureau import enrol

    enrol(bureau, "li")
    account = bureau.account("li")
    factor = SecondFactor.objects.get()
    assert str(account.person) == "李明德"
    assert str(factor) == str(account.pk)
    assert str(RecoveryCode.objects.first()) == str(factor.pk)
    assert str(Post.objects.get(person=account.person)) == "承办股室经办人 2026-01-01"
    assert str(bureau.department) == "平原县人力资源和社会保障局"
    assert str(Section(name="信用股")) == "信用股"
    assert str(Certificate(number="cert:1")) == "cert:1"
    assert str(Throttle(key="name:1")) == "name:1"
    assert str(PasswordHistory(account=account, at=at)) == f"{account.pk} 2026-11-24"


def _founding(**changed: Any) -> dict[str, Any]:
    people = {role: (NewPerson(role), NewAccount(role, password_of(role))) for role in ADMINISTRATORS}
    clerk = (NewPerson("李明德"), NewAccount("li", password_of("li")))
    given = {
        "department": NewDepartment("rsj", "某局", "410999", BEGAN),
        "administrators": people,
        "persons": [clerk],
        "sections": [NewSection("ldjc", "监察股")],
        "posts": [FirstPost(0, "clerk", "ldjc", "某人社〔2026〕1号")],
    }
    return {**given, **changed}


@COMMITS
def test_founding_enters_sections_and_the_first_offices(at: datetime) -> None:
    found_bureau(**_founding(), at=at)
    post = Post.objects.get()
    assert (post.office, post.section.code, post.document) == ("clerk", "ldjc", "某人社〔2026〕1号")


@COMMITS
@pytest.mark.parametrize(
    "post", [FirstPost(0, "clerk", "ldjc", " "), FirstPost(0, "emperor", "ldjc", "某人社〔2026〕1号")]
)
def test_an_office_from_the_first_day_needs_its_document_and_must_exist(at: datetime, post: FirstPost) -> None:
    refused("ACC-7", found_bureau, **_founding(posts=[post]), at=at)
    assert not Department.objects.exists()
