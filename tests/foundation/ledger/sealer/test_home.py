"""A sealer's home is made once and whole, its key changed with an overlap, its memory rebuilt by two. Source: 50-ledger §6, §7, §10."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.keys import VerifierKey
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.policy import open_witnessed, parse_policy
from shuangsuiji.foundation.ledger.sealer.ed25519 import verify
from shuangsuiji.foundation.ledger.sealer.home import (
    JOURNAL,
    POLICY,
    SETTINGS,
    STATE,
    create_home,
    open_home,
    read_settings,
)
from shuangsuiji.foundation.ledger.sealer.rebuilding import rebuild_state
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused
from shuangsuiji.foundation.ledger.sealer.rotation import begin_rotation, end_rotation
from shuangsuiji.foundation.ledger.sealer.sealing import SEALED, Answers, seal
from shuangsuiji.foundation.ledger.sealer.store import Store, nothing_signed
from tests.core.tlog import golden
from tests.foundation.ledger.sealer.counties import AT, ORIGIN, Database, cosigned

PASSPHRASE = b"correct horse battery"
WITNESSES = (
    b"".join(f"witness {each.name} {each.key.vkey}\n".encode() for each in (golden.UPPER, golden.AUDIT))
    + f"group both all {golden.UPPER.name} {golden.AUDIT.name}\nquorum both\n".encode()
)


def make(home: Path, **changes: object) -> VerifierKey:
    """A home beside its database; one thing may be otherwise."""
    if not (home.parent / "county.sqlite3").exists():
        Database.create(home.parent / "county.sqlite3")
    given = {
        "origin": ORIGIN,
        "database": "../county.sqlite3",
        "public": Path("../public"),
        "passphrase": PASSPHRASE,
        "at": AT,
        **changes,
    }
    return create_home(home, **given)  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make(tmp_path / "home")
    return tmp_path / "home"


def sealed(home: Path, size: int) -> None:
    Database(home.parent / "county.sqlite3").grow(size)
    assert seal(open_home(home, PASSPHRASE), at=AT).did == (SEALED,)


# ------------------------------------------------------------------------------------------------------------------- making


def test_a_new_home_seals_at_once(home: Path) -> None:
    sealed(home, 3)
    policy = parse_policy((home / POLICY).read_bytes())
    assert open_witnessed((home.parent / "public/checkpoint").read_bytes(), policy, verify).checkpoint.size == 3


def test_a_new_home_is_for_its_owner_only_and_the_public_folder_for_all(home: Path) -> None:
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home.parent / "public").stat().st_mode & 0o777 == 0o755
    private = {path.name for path in home.iterdir() if path.stat().st_mode & 0o777 == 0o600}
    assert private == {SETTINGS, STATE, JOURNAL, "log-1.key"}


def test_a_policy_with_witnesses_is_taken_over(tmp_path: Path) -> None:
    make(tmp_path / "home", policy=WITNESSES)
    assert len(read_settings(tmp_path / "home").read_policy().witnesses) == 2


@pytest.mark.parametrize("where", ["home", "public"])
def test_a_home_is_never_made_over_anything(tmp_path: Path, where: str) -> None:
    (tmp_path / where).mkdir()
    (tmp_path / where / "anything").write_text("x")
    with pytest.raises(HomeRefused, match="已有文件"):
        make(tmp_path / "home")
    assert not (tmp_path / "home" / STATE).exists()


def test_a_home_that_exists_is_not_made_again(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.iterdir()}
    with pytest.raises(HomeRefused, match="已有文件"):
        make(home)
    assert {path: path.read_bytes() for path in home.iterdir()} == before


def test_a_short_passphrase_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(HomeRefused, match="至少 12"):
        make(tmp_path / "home", passphrase=b"short")
    assert not (tmp_path / "home").exists()


def test_a_policy_that_cannot_be_used_leaves_no_memory_so_that_it_never_seals(tmp_path: Path) -> None:
    with pytest.raises(HomeRefused, match="不能使用"):
        make(tmp_path / "home", policy=b"quorum nobody\n")
    assert not (tmp_path / "home" / STATE).exists()


# ----------------------------------------------------------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("origin =", "origins =", "origins、origin"),
        ('public = "', 'public = "" # "', "public"),
        ("keys = [", "keys = [] # [", "keys"),
        ('keys = ["', 'keys = ["../', "keys"),
        ('keys = ["', 'keys = ["a.key", "b.key", "', "keys"),
        ('"log-1.key"', '"log-1.txt"', "keys"),
        ("database =", 'database_file = "x"\ndatabase =', "恰填一项"),
        ("database =", "# database =", "恰填一项"),
        ("policy =", "keep_partial = 1\npolicy =", "keep_partial"),
        ("policy =", "rotation_began = 1\npolicy =", "rotation_began"),
        ("policy =", "policy = = =", "不能读取"),
    ],
)
def test_settings_with_a_fault_are_refused_and_the_fault_named(home: Path, old: str, new: str, told: str) -> None:
    text = (home / SETTINGS).read_text()
    assert old in text
    (home / SETTINGS).write_text(text.replace(old, new, 1))
    with pytest.raises(HomeRefused, match=told):
        read_settings(home)


def test_a_folder_without_settings_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(HomeRefused, match="ledger init"):
        read_settings(tmp_path)


def test_settings_survive_writing(home: Path) -> None:
    settings = replace(
        read_settings(home), origin='quo"te\\反斜', keep_partial=True, rotation_began="2026-03-02T01:00:00+00:00"
    )
    settings.write()
    assert read_settings(home) == settings


def test_the_address_of_the_database_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    make(tmp_path / "home", database="", database_file="dsn")
    dsn = tmp_path / "home/dsn"
    dsn.write_text("postgresql://reader:secret@db/county\n")
    dsn.chmod(0o600)
    assert read_settings(tmp_path / "home").dsn() == "postgresql://reader:secret@db/county"
    dsn.chmod(0o644)
    with pytest.raises(HomeRefused, match="chmod 600"):
        read_settings(tmp_path / "home").dsn()


def test_an_address_is_taken_as_it_is_and_a_path_from_the_home(home: Path) -> None:
    settings = read_settings(home)
    assert settings.dsn() == str(home / "../county.sqlite3")
    assert replace(settings, database="sqlite:////x/y").dsn() == "sqlite:////x/y"


def test_a_policy_that_does_not_trust_our_key_is_refused_before_anything_is_signed(home: Path) -> None:
    other = golden.LOG.key.vkey
    (home / POLICY).write_text(f"log {other}\nquorum none\n")
    with pytest.raises(HomeRefused, match="没有本机的公钥"):
        open_home(home, PASSPHRASE)


@pytest.mark.parametrize("policy", ["quorum none\n", "nonsense\n"])
def test_a_policy_that_does_not_know_the_log_is_refused(home: Path, policy: str) -> None:
    (home / POLICY).write_text(policy)
    with pytest.raises(HomeRefused, match="不能使用"):
        open_home(home, PASSPHRASE)


# ----------------------------------------------------------------------------------------------------------------- rotation


def test_during_a_rotation_both_keys_sign_and_either_alone_verifies(home: Path) -> None:
    sealed(home, 3)
    new = begin_rotation(home, PASSPHRASE, at=AT)
    sealed(home, 5)
    note = parse_note((home.parent / "public/checkpoint").read_bytes())
    assert len(note.signatures) == 2
    policy = read_settings(home).read_policy()
    for log in policy.logs:
        alone = parse_policy(f"log {log.key.vkey}\nquorum none\n".encode())
        assert open_witnessed(note.to_bytes(), alone, verify).checkpoint.size == 5
    assert new in {log.key for log in policy.logs}


def test_after_the_overlap_the_new_key_signs_alone_and_the_memory_still_holds(home: Path) -> None:
    sealed(home, 3)
    new = begin_rotation(home, PASSPHRASE, at=AT)
    retired = end_rotation(home, at=AT + timedelta(days=30))
    assert retired != new
    sealed(home, 5)
    note = parse_note((home.parent / "public/checkpoint").read_bytes())
    assert [line.key_id for line in note.signatures] == [new.key_id]
    journal = (home / JOURNAL).read_text()
    assert new.vkey in journal
    assert retired.vkey in journal


def the_overlap_is_kept(home: Path) -> None:
    begin_rotation(home, PASSPHRASE, at=AT)
    with pytest.raises(HomeRefused, match="至少 30 天"):
        end_rotation(home, at=AT + timedelta(days=30) - timedelta(seconds=1))


def test_the_old_key_is_not_retired_before_thirty_days(home: Path) -> None:
    the_overlap_is_kept(home)
    assert len(read_settings(home).keys) == 2


def test_no_third_key_begins_while_two_sign(home: Path) -> None:
    begin_rotation(home, PASSPHRASE, at=AT)
    with pytest.raises(HomeRefused, match="同时签名"):
        begin_rotation(home, PASSPHRASE, at=AT)


def test_nothing_is_retired_where_no_rotation_goes_on(home: Path) -> None:
    with pytest.raises(HomeRefused, match="没有正在进行"):
        end_rotation(home, at=AT)


def test_a_rotation_under_another_passphrase_is_refused(home: Path) -> None:
    with pytest.raises(HomeRefused, match="口令不对"):
        begin_rotation(home, PASSPHRASE + b"!", at=AT)
    assert len(read_settings(home).keys) == 1


def test_a_beginning_of_the_rotation_that_is_no_time_is_refused(home: Path) -> None:
    begin_rotation(home, PASSPHRASE, at=AT)
    replace(read_settings(home), rotation_began="lately").write()
    with pytest.raises(HomeRefused, match="rotation_began"):
        end_rotation(home, at=AT + timedelta(days=60))


# ------------------------------------------------------------------------------------------------------------------ rebuild


@pytest.fixture
def lost(tmp_path: Path) -> Path:
    """A home of a log with two witnesses, sealed at 3 and 7, whose memory is gone; the checkpoint of 3 is kept beside it."""
    home = tmp_path / "home"
    make(home, policy=WITNESSES)
    for size in (3, 7):
        Database(tmp_path / "county.sqlite3").grow(size)
        sealer = open_home(
            home, PASSPHRASE, collect=lambda note, prove: Answers(cosigned(note, golden.UPPER, golden.AUDIT))
        )
        seal(sealer, at=AT)
        (tmp_path / f"checkpoint-{size}").write_bytes((tmp_path / "public/checkpoint").read_bytes())
    (home / STATE).unlink()
    return home


def rebuild(home: Path, *given: str, **changes: object) -> int:
    """By two persons, from checkpoints kept elsewhere; one thing may be otherwise."""
    options = {"persons": ["张三", "李四"], "reason": "主机更换", "at": AT, **changes}
    paths = [home.parent / name for name in given]
    return rebuild_state(home, paths, **options).checkpoint.size  # type: ignore[arg-type]


def test_a_rebuilt_memory_goes_on_where_the_log_was(lost: Path) -> None:
    assert rebuild(lost) == 7
    Database(lost.parent / "county.sqlite3").grow(9)
    assert seal(open_home(lost, PASSPHRASE), at=AT).did == (SEALED,)
    line = (lost / JOURNAL).read_text().splitlines()[-1]
    assert all(word in line for word in ("7 条", "张三、李四", "主机更换", "见证 2 方"))


def test_the_highest_of_all_checkpoints_counts(lost: Path) -> None:
    (lost.parent / "public/checkpoint").write_bytes((lost.parent / "checkpoint-3").read_bytes())
    assert rebuild(lost, "checkpoint-3", "checkpoint-7") == 7


def test_checkpoints_that_contradict_each_other_rebuild_nothing(lost: Path) -> None:
    rewritten = Database(lost.parent / "county.sqlite3")
    (lost.parent / "public/checkpoint").unlink()
    rewritten.rewrite({4: golden.body(9)})
    (lost.parent / "x").mkdir()
    other = replace(
        open_home(lost, PASSPHRASE), collect=lambda note, prove: Answers(cosigned(note, golden.UPPER, golden.AUDIT))
    )
    store = Store(lost.parent / "x" / STATE)
    store.create(nothing_signed(ORIGIN, AT))
    (lost.parent / "tile-kept").mkdir()
    (lost.parent / "public/tile").rename(lost.parent / "tile-kept/tile")
    seal(replace(other, store=store), at=AT)
    with pytest.raises(HomeRefused, match="分叉"):
        rebuild(lost, "checkpoint-7")
    assert not (lost / STATE).exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"persons": ["张三"]}, "两个不同的姓名"),
        ({"persons": ["张三", "张三"]}, "两个不同的姓名"),
        ({"persons": ["张三", " 张三　"]}, "两个不同的姓名"),
        ({"persons": ["张三", " "]}, "两个不同的姓名"),
        ({"persons": ["张三", "李四", "王五"]}, "两个不同的姓名"),
        ({"reason": " "}, "原因"),
    ],
)
def test_one_person_or_no_reason_rebuild_nothing(lost: Path, changes: dict[str, object], told: str) -> None:
    with pytest.raises(HomeRefused, match=told):
        rebuild(lost, **changes)
    assert not (lost / STATE).exists()


def two_persons_are_needed(lost: Path) -> None:
    test_one_person_or_no_reason_rebuild_nothing(lost, {"persons": ["张三", "张三"]}, "两个不同的姓名")


def test_a_memory_that_is_there_is_not_rebuilt(home: Path) -> None:
    sealed(home, 3)
    with pytest.raises(HomeRefused, match="不得重建"):
        rebuild(home)


def _strip(raw: bytes) -> bytes:
    note = parse_note(raw)
    return replace(note, signatures=note.signatures[:-1]).to_bytes()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda raw: b"x", "不能作为依据"),
        (lambda raw: raw.replace(b"\n7\n", b"\n8\n"), "不能作为依据"),
        (lambda raw: golden.checkpoint(300), "不能作为依据"),
        (_strip, "足够的见证"),
    ],
    ids=["nonsense", "another size", "a stranger's", "one witness of two"],
)
def test_a_checkpoint_that_proves_nothing_rebuilds_nothing(
    lost: Path, spoil: Callable[[bytes], bytes], told: str
) -> None:
    path = lost.parent / "public/checkpoint"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(HomeRefused, match=told):
        rebuild(lost)
    assert not (lost / STATE).exists()


def test_a_higher_checkpoint_that_lacks_witnesses_is_not_forgotten(lost: Path) -> None:
    path = lost.parent / "public/checkpoint"
    path.write_bytes(_strip(path.read_bytes()))
    with pytest.raises(HomeRefused, match="见证不足"):
        rebuild(lost, "checkpoint-3")


def test_without_any_checkpoint_nothing_is_rebuilt(lost: Path) -> None:
    (lost.parent / "public/checkpoint").unlink()
    with pytest.raises(HomeRefused, match="没有一个检查点"):
        rebuild(lost)


def test_a_checkpoint_of_another_log_that_the_policy_trusts_rebuilds_nothing(lost: Path) -> None:
    policy = lost / POLICY
    other = golden.Signer("other.example/1/x")
    policy.write_bytes(f"log {other.key.vkey}\n".encode() + policy.read_bytes())
    (lost.parent / "foreign").write_bytes(other.note(golden.good_text().replace(ORIGIN, other.name)))
    with pytest.raises(HomeRefused, match="另一个日志"):
        rebuild(lost, "foreign")
