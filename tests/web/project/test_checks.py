"""`check --deploy` (80-reliability E10): a good deployment is without a word; each thing that is changed turns it red."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core import checks as django_checks
from django.core.checks import Error, run_checks
from pytest_django.fixtures import Settings

from shuangsuiji.web.project import checks, file_places, fonts, people_checks

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def deployment(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Everything as it should be."""
    for folder in ("database", "keys", "sealer"):
        (tmp_path / folder).mkdir()
    for name in ("secret.key", "wrapping.key"):
        (tmp_path / "keys" / name).write_text("x" * 48)
        (tmp_path / "keys" / name).chmod(0o600)
    (tmp_path / "sealer" / "policy").write_text("quorum none\n")
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["ssj.example.gov.cn", "127.0.0.1"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    settings.SHUANGSUIJI_SECRET_KEY_FILE = tmp_path / "keys" / "secret.key"
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE = tmp_path / "keys" / "wrapping.key"
    settings.SHUANGSUIJI_SEALER_HOME = tmp_path / "sealer"
    settings.SHUANGSUIJI_SEALER_ELSEWHERE = False
    settings.SHUANGSUIJI_ORIGIN = "log.example.gov.cn/410928/rsj"
    monkeypatch.setattr(checks, "_sqlite_folder", lambda: tmp_path / "database")
    monkeypatch.setattr(checks, "has_chinese_font", lambda: True)
    monkeypatch.setattr(checks.timezone, "localdate", lambda: date(2026, 11, 24))
    return settings


def found() -> list[str]:
    return [str(message.id) for message in checks.check_deployment()]


def test_a_good_deployment_is_without_a_word(deployment: Settings) -> None:
    assert checks.check_deployment() == []


def setting(name: str, value: object) -> Callable[[Settings, Path], None]:
    return lambda settings, folder: setattr(settings, name, value)


def mode(name: str) -> Callable[[Settings, Path], None]:
    return lambda settings, folder: (folder / "keys" / name).chmod(0o640)


def beside_database(settings: Settings, folder: Path) -> None:
    key = folder / "database" / "wrapping.key"
    key.write_text("x")
    key.chmod(0o600)
    settings.SHUANGSUIJI_WRAPPING_KEY_FILE = key


CHANGES: list[tuple[str, Callable[[Settings, Path], object], str]] = [
    ("debug", setting("DEBUG", True), "project.E001"),
    ("any host", setting("ALLOWED_HOSTS", ["*"]), "project.E002"),
    ("no host", setting("ALLOWED_HOSTS", []), "project.E002"),
    ("only this machine", setting("ALLOWED_HOSTS", ["localhost", "127.0.0.1"]), "project.E002"),
    ("session cookie over http", setting("SESSION_COOKIE_SECURE", False), "project.E003"),
    ("session cookie for scripts", setting("SESSION_COOKIE_HTTPONLY", False), "project.E003"),
    ("session cookie for other sites", setting("SESSION_COOKIE_SAMESITE", "None"), "project.E003"),
    ("form cookie over http", setting("CSRF_COOKIE_SECURE", False), "project.E003"),
    ("form cookie for scripts", setting("CSRF_COOKIE_HTTPONLY", False), "project.E003"),
    ("http stays http", setting("SECURE_SSL_REDIRECT", False), "project.E004"),
    ("https for a month", setting("SECURE_HSTS_SECONDS", 2_592_000), "project.E004"),
    ("secret not from a file", setting("SHUANGSUIJI_SECRET_KEY_FILE", None), "project.E005"),
    ("secret open to the group", mode("secret.key"), "project.E005"),
    ("no wrapping key", setting("SHUANGSUIJI_WRAPPING_KEY_FILE", Path("/nowhere/wrapping.key")), "project.E006"),
    ("wrapping key open to the group", mode("wrapping.key"), "project.E006"),
    ("wrapping key beside the database", beside_database, "project.E007"),
    ("sealer's key readable", lambda settings, folder: (folder / "sealer" / "log.key").write_text("x"), "project.W008"),
    ("no witness policy", lambda settings, folder: (folder / "sealer" / "policy").unlink(), "project.E012"),
    ("log without a name", setting("SHUANGSUIJI_ORIGIN", ""), "project.E014"),
    ("log named by an address", setting("SHUANGSUIJI_ORIGIN", "https://log.example.gov.cn/rsj"), "project.E014"),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_each_thing_that_is_changed_turns_it_red(
    deployment: Settings, tmp_path: Path, change: Callable[[Settings, Path], object], message: str
) -> None:
    change(deployment, tmp_path)
    assert found() == [message]


def test_a_year_without_calendar_turns_it_red(deployment: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.timezone, "localdate", lambda: date(2031, 1, 1))
    assert found() == ["project.E010"]


def test_a_machine_without_chinese_font_turns_it_red_and_warns_at_start(
    deployment: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checks.check_fonts() == []
    monkeypatch.setattr(checks, "has_chinese_font", lambda: False)
    assert found() == ["project.E011"]
    assert [(type(each), each.id) for each in checks.check_fonts()] == [(django_checks.Warning, "project.W011")]


@pytest.mark.parametrize("field", ["is_superuser", "is_staff"])
def test_a_superuser_field_turns_it_red(deployment: Settings, monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    model = SimpleNamespace(_meta=SimpleNamespace(get_fields=lambda: [SimpleNamespace(name=field)]))
    monkeypatch.setattr(checks, "get_user_model", lambda: model)
    assert found() == ["project.E009"]


def test_the_general_admin_site_turns_it_red(deployment: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name == "django.contrib.admin")
    assert found() == ["project.E009"]


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_database_on_a_network_disk_turns_it_red(
    deployment: Settings, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(checks, "file_system_of", lambda folder: kind)
    assert found() == ["project.E013"]


def test_a_sealer_said_to_be_elsewhere_needs_no_policy_here(deployment: Settings, tmp_path: Path) -> None:
    (tmp_path / "sealer" / "policy").unlink()
    deployment.SHUANGSUIJI_SEALER_ELSEWHERE = True
    assert found() == []


@pytest.mark.parametrize(
    ("engine", "name", "folder"),
    [("postgresql", "ssj", None), ("sqlite3", "/srv/ssj/a.sqlite3", Path("/srv/ssj"))],
)
def test_only_sqlite_has_a_folder(monkeypatch: pytest.MonkeyPatch, engine: str, name: str, folder: Path | None) -> None:
    database = {"ENGINE": f"django.db.backends.{engine}", "NAME": name}
    monkeypatch.setattr(checks, "settings", SimpleNamespace(DATABASES={"default": database}))
    assert checks._sqlite_folder() == folder


def test_a_sealer_home_that_may_not_be_entered_holds_no_readable_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path, pattern: str) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", closed)
    assert list(checks._keys_below(Path("/srv/sealer"))) == []


def test_there_are_at_least_ten_own_checks_and_they_are_registered() -> None:
    assert len(checks.DEPLOY) >= 10
    ids = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}
    assert "project.E002" in ids


def test_the_policy_speaks_of_every_page_of_the_site() -> None:
    assert checks.every_page_is_declared() == []


def test_a_page_without_a_row_stops_the_start(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.web.components.stage"
    assert {message.id for message in checks.every_page_is_declared()} == {"project.E015"}


# ------------------------------------------------------------------------------------------------------------- the system


@pytest.mark.parametrize(
    ("bits", "is_open"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o610, True)]
)
def test_a_file_is_open_when_anybody_else_may_do_anything_with_it(tmp_path: Path, bits: int, is_open: bool) -> None:
    key = tmp_path / "key"
    key.write_text("x")
    key.chmod(bits)
    assert file_places.is_open_to_others(key) is is_open
    assert file_places.is_open_to_others(tmp_path / "gone") is False


def test_the_nearest_mount_tells_the_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\nserver:/x /srv/ssj nfs4 rw 0 0\n/dev/sdb1 /srv/ssj/local\\040disk xfs rw 0 0\n"
    )
    assert file_places.file_system_of(Path("/var/lib"), mounts) == "ext4"
    assert file_places.file_system_of(Path("/srv/ssj/db"), mounts) == "nfs4"
    assert file_places.file_system_of(Path("/srv/ssj/local disk/db"), mounts) == "xfs"
    assert file_places.file_system_of(Path("/srv/ssjx"), mounts) == "ext4"
    assert file_places.file_system_of(Path("/"), tmp_path / "gone") == ""


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("NotoSansCJK-Regular.ttc", True),
        ("simsun.ttc", True),
        ("SourceHanSerifSC.otf", True),
        ("DejaVuSans.ttf", False),
    ],
)
def test_a_chinese_font_is_known_by_its_name(tmp_path: Path, name: str, is_found: bool) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / name).touch()
    assert fonts.has_chinese_font([tmp_path, tmp_path / "gone"]) is is_found


# ------------------------------------------------------------------------------------------------------------- the people


class Accounts:
    """Stands in for the table of accounts."""

    def __init__(self, **passwords: str) -> None:
        self.passwords = passwords

    def filter(self, **_: object) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(username=name, check_password=lambda raw, own=own: raw == own)
            for name, own in self.passwords.items()
        ]


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Error]]:
    """What the check says of a bureau with these administrators and passwords."""

    def says(roles: set[str], **passwords: str) -> list[Error]:
        there = lambda role, at: SimpleNamespace(exists=lambda: role in roles)  # noqa: E731 - stands in for a query
        monkeypatch.setattr(people_checks, "active_administrators", there)
        monkeypatch.setattr(people_checks, "Account", SimpleNamespace(objects=Accounts(**passwords)))
        return [each for each in people_checks.people_messages(NOW) if isinstance(each, Error)]

    return says


ALL = {"sysadmin", "secadmin", "audadmin"}


def test_three_administrators_and_no_known_password_are_good(people: Callable[..., list[Error]]) -> None:
    assert people(ALL, li="Xu-li 8 mi-tang") == []


@pytest.mark.parametrize("role", sorted(ALL))
def test_a_missing_administrator_turns_it_red(people: Callable[..., list[Error]], role: str) -> None:
    assert [each.id for each in people(ALL - {role})] == ["project.E016"]


@pytest.mark.parametrize("password", ["123456", "Admin@123", "li"])
def test_a_password_everybody_knows_turns_it_red_and_names_the_account(
    people: Callable[..., list[Error]], password: str
) -> None:
    (message,) = people(ALL, li=password, wang="Xu-li 8 mi-tang")
    assert message.id == "project.E017"
    assert "li" in message.msg
    assert "wang" not in message.msg


@pytest.mark.django_db
def test_the_check_of_people_runs_on_the_database_that_is_asked_for() -> None:
    ids = [each.id for each in checks.check_people(databases=["default"])]
    assert ids == ["project.E016"] * 3
    assert checks.check_people(databases=None) == []
    assert checks.check_people(databases=["other"]) == []


@pytest.mark.django_db
def test_a_database_that_is_not_migrated_yet_has_no_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "get_user_model", lambda: SimpleNamespace(_meta=SimpleNamespace(db_table="not_there")))
    assert checks.check_people(databases=["default"]) == []


def test_a_sealer_home_of_another_account_does_not_stop_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    assert list(checks.witnessing_is_decided()) == []
