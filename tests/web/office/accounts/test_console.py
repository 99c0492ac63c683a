"""The same acts at a terminal."""

import json

import pytest

from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.making import NewPerson
from shuangsuiji.foundation.accounts.models import Account, Department, Person, Post
from shuangsuiji.foundation.accounts.passwords import first_password
from shuangsuiji.foundation.accounts.signing_in import Verdict, try_password
from shuangsuiji.foundation.ledger.models import AuditEntry, LogEvent
from shuangsuiji.web.console import accounts, accounts_acts
from shuangsuiji.web.console.usage import Parser, WrongUse
from tests.foundation.accounts.bureau import enrol, password_of

pytestmark = pytest.mark.django_db
FOUND = [
    "found", "--code", "rsj", "--name", "某县人社局", "--division", "410928", "--from", "2026-01-01",
    "--sysadmin", "xt=张三", "--secadmin", "aq=李四", "--audadmin", "sj=王五",
]  # fmt: skip


@pytest.fixture
def terminal(clock, bureau_or_none, monkeypatch, capsys):
    """Runs a command at the test's time; whoever acts types what is right."""

    class Moment(accounts_acts.datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.at

    monkeypatch.setattr(accounts_acts, "datetime", Moment)
    parser = Parser(prog="shuangsuiji")
    accounts.add_parser(parser.add_subparsers(dest="group", required=True))

    def run(*words, typed=()):
        answers = iter(typed)
        monkeypatch.setattr(accounts_acts.getpass, "getpass", lambda _: next(answers))
        options = parser.parse_args(["accounts", *words, "--json"])
        code = options.run(options)
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def bureau_or_none(request):
    """The bureau where the test asks for one."""
    return request.getfixturevalue("bureau") if "bureau" in request.fixturenames else None


@pytest.fixture
def as_(bureau, clock):
    """`--as` and what that administrator types; each time half a minute later, because a code opens once."""

    def acting(username):
        if username not in bureau.secrets:
            enrol(bureau, username, at=clock.at)
        clock.forward(seconds=30)
        return {"words": ("--as", username), "typed": (password_of(username), bureau.code(username, clock.at))}

    return acting


def test_founding_gives_three_first_passwords_that_open_once(terminal, clock):
    code, told = terminal(*FOUND)
    assert code == 0
    assert set(told["passwords"]) == {"xt", "aq", "sj"}
    assert Department.objects.get().from_on.isoformat() == "2026-01-01"
    for username, password in told["passwords"].items():
        outcome = try_password(username, password, address=None, at=clock.at)
        assert outcome.verdict is Verdict.GRANTED
        assert outcome.account.must_change_password
    code, told = terminal(*FOUND)
    assert code == 1
    assert "已经初始化" in told["refused"][0]


def test_a_bureau_is_filled_by_its_administrators(terminal, bureau, as_):
    def act(username, *words):
        acting = as_(username)
        code, told = terminal(*words, *acting["words"], typed=acting["typed"])
        assert code == 0, told
        return told

    act("sysadmin", "department", "scjgj", "某县市场监管局", "--division", "410928")
    act("sysadmin", "section", "xyg", "信用股", "--department", "scjgj")
    made = act("sysadmin", "person", "王小明", "--department", "scjgj", "--section", "xyg", "--username", "wang")
    assert Person.objects.get(pk=made["person"]).name == "王小明"
    act("secadmin", "appoint", "wang", "clerk", "--department", "scjgj", "--document", "某市监任1号")
    assert Post.objects.get(person=made["person"]).office == "clerk"
    other = act("sysadmin", "person", "汪大明", "--department", "scjgj")
    act("sysadmin", "account", other["person"], "wangda")
    act("secadmin", "role", other["person"], "audadmin", "--reason", "两人轮值")
    act("secadmin", "disable", "wang", "--reason", "借调")
    assert not Account.objects.get(username="wang").is_active
    act("secadmin", "enable", "wang", "--reason", "归队")
    _, told = terminal("list")
    row = next(each for each in told["persons"] if each["username"] == "wangda")
    assert row == {
        "department": "scjgj", "name": "汪大明", "offices": "审计管理员", "username": "wangda", "state": "启用",
        "person": other["person"],
    }  # fmt: skip


def test_the_security_administrator_erases_somebody_who_left(terminal, bureau, as_):
    def erase(username, until):
        acting = as_(username)
        words = ("--ground", "pipl_47_2", "--retained-until", until, "--reason", "离职满三年，无争议")
        return terminal("erase-person", made, *words, *acting["words"], typed=acting["typed"])

    acting = as_("sysadmin")
    made = terminal("person", "王小明", "--department", "rsj", *acting["words"], typed=acting["typed"])[1]["person"]
    code, told = erase("secadmin", "2099-12-31")
    assert code == 1
    assert "保存期限未满" in told["refused"][0]
    code, told = erase("sysadmin", "2020-01-01")
    assert code == 1
    assert "安全管理员" in told["refused"][0]
    assert Person.objects.get(pk=made).name == "王小明"
    assert erase("secadmin", "2020-01-01") == (0, {"person": made})
    assert Person.objects.get(pk=made).name != "王小明"
    assert LogEvent.objects.order_by("-seq")[0].type == "privacy.erased"


@pytest.mark.parametrize(
    ("typed", "told"),
    [(("wrong",), "用户名或密码不正确"), ((password_of("sysadmin"), "000000"), "验证码不正确")],
)
def test_nobody_acts_without_password_and_code(terminal, bureau, clock, typed, told):
    enrol(bureau, "sysadmin", at=clock.at)
    before = LogEvent.objects.count()
    code, said = terminal("person", "王", "--department", "rsj", "--as", "sysadmin", typed=typed)
    assert code == 1
    assert told in said["refused"][0]
    assert LogEvent.objects.count() == before


def test_an_administrator_without_a_factor_or_with_a_first_password_does_not_act(terminal, bureau):
    words = ("person", "王", "--department", "rsj", "--as", "sysadmin")
    assert "登记动态口令" in terminal(*words, typed=(password_of("sysadmin"),))[1]["refused"][0]
    Account._base_manager.update(must_change_password=True)
    assert "初始密码" in terminal(*words, typed=(password_of("sysadmin"),))[1]["refused"][0]


def test_a_clerk_has_no_command(terminal, bureau, as_):
    acting = as_("li")
    code, told = terminal("person", "王", "--department", "rsj", *acting["words"], typed=acting["typed"])
    assert code == 1
    assert "第五条" in told["refused"][0]


def test_the_machine_unlocks_and_resets_so_that_nobody_stays_outside(terminal, bureau, clock):
    for _ in range(5):
        try_password("secadmin", "wrong", address=None, at=clock.at)
    _, told = terminal("list")
    assert terminal("unlock", "secadmin") == (0, {"forgotten": 1})
    assert terminal("unlock", "secadmin") == (0, {"forgotten": 0})
    code, told = terminal("reset-password", "secadmin", "--reason", "忘记密码")
    assert code == 0
    assert try_password("secadmin", told["password"], address=None, at=clock.at).verdict is Verdict.GRANTED
    enrol(bureau, "secadmin")
    assert terminal("reset-factor", "secadmin", "--reason", "手机丢失")[0] == 0
    assert AuditEntry.objects.filter(action="account.unlocked").count() == 2


def test_a_locked_account_is_listed_as_locked(terminal, bureau, clock):
    for _ in range(5):
        try_password("li", "wrong", address=None, at=clock.at)
    _, told = terminal("list")
    states = {each["username"]: each["state"] for each in told["persons"]}
    assert states["li"] == "锁定至 2026-11-24 17:30:00"
    assert states["sun"] == "启用"


@pytest.mark.parametrize(
    "words", [("unlock", "nobody"), ("appoint", "nobody", "clerk", "--department", "rsj", "--document", "x", "--as", "s"),
              ("account", "01a20cc8-8e80-7193-9260-5bc9989d8548", "x", "--as", "s")]
)  # fmt: skip
def test_who_is_not_there_is_told_so(terminal, bureau, words):
    code, told = terminal(*words)
    assert code == 1
    assert "accounts list" in told["refused"][0]


def test_a_bad_user_name_is_a_sentence(terminal, bureau, as_):
    acting = as_("sysadmin")
    before = Person.objects.count()
    code, told = terminal(
        "person", "王", "--department", "rsj", "--username", "a b", *acting["words"], typed=acting["typed"]
    )
    assert code == 1
    assert "用户名为" in told["refused"][0]
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    "words", [("found", "--sysadmin", "x"), ("appoint", "--from", "2026/1/1"), ("role", "x", "root")]
)
def test_a_command_written_wrongly_is_wrong_use(words):
    parser = Parser(prog="shuangsuiji")
    accounts.add_parser(parser.add_subparsers(dest="group", required=True))
    with pytest.raises(WrongUse):
        parser.parse_args(["accounts", *words])


def test_first_passwords_pass_the_rules_and_differ(bureau):
    from django.contrib.auth.password_validation import validate_password

    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in list(made)[:20]:
        validate_password(password, bureau.account("li"))


def test_somebody_without_an_account_is_listed_and_told_in_sentences(terminal, bureau, clock, capsys):
    add_person(person=NewPerson("王"), department="rsj", actor=bureau.actor("sysadmin"), at=clock.at)
    _, told = terminal("list")
    assert [each["state"] for each in told["persons"] if each["name"] == "王"] == ["无账户"]
    parser = Parser(prog="shuangsuiji")
    accounts.add_parser(parser.add_subparsers(dest="group", required=True))
    options = parser.parse_args(["accounts", "unlock", "nobody"])
    assert options.run(options) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "没有账户“nobody”" in printed.err
    assert "未作任何改动" in printed.err
