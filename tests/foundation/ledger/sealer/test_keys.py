"""The signing key opens with its passphrase, for its owner, and for nobody else. Source: 50-ledger §6."""

import json
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.keys import parse_vkey
from shuangsuiji.foundation.ledger.sealer.ed25519 import SigningKey, verify
from shuangsuiji.foundation.ledger.sealer.keyfile import (
    CREDENTIAL,
    create_key,
    load_key,
    passphrase_from,
    read_private,
)
from shuangsuiji.foundation.ledger.sealer.refusal import HomeRefused
from tests.core.tlog import golden
from tests.core.tlog.signing import sign

PASSPHRASE = b"correct horse battery"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SigningKey]:
    path = tmp_path_factory.mktemp("key") / "log-1.key"
    return path, create_key(path, golden.LOG.name, PASSPHRASE)


@pytest.fixture
def key_file(made: tuple[Path, SigningKey], tmp_path: Path) -> Path:
    path = tmp_path / "log-1.key"
    path.write_bytes(made[0].read_bytes())
    path.chmod(0o600)
    return path


def test_a_key_opens_with_its_passphrase(made: tuple[Path, SigningKey], key_file: Path) -> None:
    opened = load_key(key_file, PASSPHRASE)
    assert opened.key == made[1].key
    line = opened.line("text\n")
    assert verify(opened.key.public_key, b"text\n", line.payload)


def test_the_public_key_lies_beside_it_for_everybody(made: tuple[Path, SigningKey]) -> None:
    beside = made[0].with_suffix(".vkey")
    assert parse_vkey(beside.read_text().strip()) == made[1].key
    assert (made[0].stat().st_mode & 0o777, beside.stat().st_mode & 0o777) == (0o600, 0o644)


def test_signatures_are_those_of_the_standard() -> None:
    key = SigningKey.from_seed(golden.LOG.name, golden.LOG.seed)
    assert key.line("text\n").payload == sign(golden.LOG.seed, b"text\n")


def test_the_private_key_is_neither_in_the_file_nor_in_what_is_printed(made: tuple[Path, SigningKey]) -> None:
    seed = made[1].private.private_bytes_raw()
    raw = made[0].read_bytes()
    assert seed not in raw
    assert seed.hex().encode() not in raw
    assert "private" not in repr(made[1])


def another_passphrase_opens_nothing(key_file: Path) -> None:
    with pytest.raises(HomeRefused, match="口令不对"):
        load_key(key_file, PASSPHRASE + b"!")


def test_another_passphrase_is_refused(key_file: Path) -> None:
    another_passphrase_opens_nothing(key_file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o602, 0o601])
def test_a_key_that_others_may_read_is_refused(key_file: Path, mode: int) -> None:
    others_may_not_read_it(key_file, mode)


def others_may_not_read_it(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(HomeRefused, match="chmod 600"):
        load_key(key_file, PASSPHRASE)


@pytest.mark.parametrize("member", ["v", "vkey", "kdf", "nonce", "sealed"])
def test_a_key_file_without_a_member_is_refused(key_file: Path, member: str) -> None:
    envelope = json.loads(key_file.read_bytes())
    del envelope[member]
    key_file.write_text(json.dumps(envelope))
    with pytest.raises(HomeRefused, match="不合格式"):
        load_key(key_file, PASSPHRASE)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"v":1,"vkey":7}'])
def test_a_file_that_is_no_key_file_is_refused(key_file: Path, raw: bytes) -> None:
    key_file.write_bytes(raw)
    with pytest.raises(HomeRefused, match="不合格式"):
        load_key(key_file, PASSPHRASE)


@pytest.mark.parametrize(("cost", "value"), [("n", 2**30), ("r", 4096), ("p", 64), ("n", 2), ("name", "pbkdf2")])
def test_a_key_file_that_asks_for_another_cost_is_refused(key_file: Path, cost: str, value: object) -> None:
    envelope = json.loads(key_file.read_bytes())
    envelope["kdf"][cost] = value
    key_file.write_text(json.dumps(envelope))
    with pytest.raises(HomeRefused, match="不合格式"):
        load_key(key_file, PASSPHRASE)


def test_a_key_file_whose_public_key_was_exchanged_is_refused(key_file: Path) -> None:
    envelope = json.loads(key_file.read_bytes())
    envelope["vkey"] = golden.UPPER.key.vkey
    key_file.write_text(json.dumps(envelope))
    with pytest.raises(HomeRefused, match="口令不对，或文件被改动"):
        load_key(key_file, PASSPHRASE)


def test_a_key_file_sealed_over_the_public_key_of_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shuangsuiji.foundation.ledger.sealer import keyfile

    path = tmp_path / "log-1.key"
    path.write_bytes(keyfile._sealed(golden.UPPER.key.vkey, golden.LOG.seed, PASSPHRASE))
    path.chmod(0o600)
    with pytest.raises(HomeRefused, match="不配"):
        load_key(path, PASSPHRASE)


def test_a_key_is_never_overwritten(made: tuple[Path, SigningKey]) -> None:
    before = made[0].read_bytes()
    with pytest.raises(HomeRefused, match="已存在"):
        create_key(made[0], golden.LOG.name, PASSPHRASE)
    assert made[0].read_bytes() == before


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HomeRefused, match="至少 12"):
        create_key(tmp_path / "log-1.key", golden.LOG.name, b"elevenchars")
    assert list(tmp_path.iterdir()) == []


# -------------------------------------------------------------------------------------------------------------- passphrase


@pytest.fixture
def credential(tmp_path: Path) -> Path:
    path = tmp_path / CREDENTIAL
    path.write_bytes(PASSPHRASE + b"\n")
    path.chmod(0o600)
    return path


def test_a_passphrase_comes_from_its_file_without_the_line_feed(credential: Path) -> None:
    assert passphrase_from(credential, {}) == PASSPHRASE


def test_a_passphrase_file_that_others_may_read_is_refused(credential: Path) -> None:
    credential.chmod(0o640)
    with pytest.raises(HomeRefused, match="chmod 600"):
        passphrase_from(credential, {})


def test_a_passphrase_comes_from_the_credential_of_systemd(credential: Path) -> None:
    credential.chmod(0o440)  # its group bits show the access list
    assert passphrase_from(None, {"CREDENTIALS_DIRECTORY": str(credential.parent)}) == PASSPHRASE


def test_a_credential_that_everybody_may_read_is_refused(credential: Path) -> None:
    credential.chmod(0o444)
    with pytest.raises(HomeRefused, match="chmod 600"):
        passphrase_from(None, {"CREDENTIALS_DIRECTORY": str(credential.parent)})


def test_the_file_that_was_named_comes_before_the_credential(credential: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    other.chmod(0o600)
    assert passphrase_from(other, {"CREDENTIALS_DIRECTORY": str(credential.parent)}) == b"something else"


@pytest.mark.parametrize("environment", [{}, {"CREDENTIALS_DIRECTORY": ""}, {"CREDENTIALS_DIRECTORY": "/nonexistent"}])
def test_without_file_and_credential_a_person_must_be_asked(environment: dict[str, str]) -> None:
    assert passphrase_from(None, environment) is None


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(HomeRefused, match="不能读取"):
        read_private(tmp_path / "none")
    (tmp_path / "folder").mkdir(0o700)
    with pytest.raises(HomeRefused, match="不是普通文件"):
        read_private(tmp_path / "folder")
