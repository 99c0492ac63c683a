"""The witness's private key in its file."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shuangsuiji.core.tlog.keys import COSIGNATURE
from shuangsuiji.core.tlog.note import verify_line
from shuangsuiji.foundation.ledger.witness.keyfile import create_key, load_key, vkey_path
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.verify.signatures import verify_ed25519


@pytest.mark.parametrize("passphrase", [b"", "口令".encode()])
def test_a_key_signs_after_it_was_read_again(tmp_path: Path, passphrase: bytes) -> None:
    path = tmp_path / "witness.key"
    made = create_key(path, "w.example", passphrase)
    read = load_key(path, passphrase)
    assert read.public == made.public
    assert (read.public.name, read.public.kind) == ("w.example", COSIGNATURE)
    assert verify_line("text\n", made.public, read.line("text\n", 5), verify_ed25519).at == 5
    assert vkey_path(path).read_text() == f"{made.public.vkey}\n"


def test_the_file_is_for_its_user_only(tmp_path: Path) -> None:
    path = tmp_path / "witness.key"
    create_key(path, "w.example")
    assert path.stat().st_mode & 0o777 == 0o600
    for mode in (0o640, 0o604, 0o620):
        path.chmod(mode)
        with pytest.raises(WitnessRefused, match=f"{mode:o}"):
            load_key(path)
    path.chmod(0o400)
    load_key(path)


def test_a_passphrase_keeps_the_key_from_being_read_without_it(tmp_path: Path) -> None:
    path = tmp_path / "witness.key"
    create_key(path, "w.example", b"right")
    assert b"ENCRYPTED" in path.read_bytes()
    for wrong in (b"", b"wrong"):
        with pytest.raises(WitnessRefused, match="口令"):
            load_key(path, wrong)
    load_key(path, b"right")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "witness.key"
    create_key(path, "w.example")
    before = path.read_bytes()
    with pytest.raises(WitnessRefused, match="已存在"):
        create_key(path, "w.example")
    assert path.read_bytes() == before


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(WitnessRefused, match="没有见证私钥"):
        load_key(tmp_path / "witness.key")


def test_the_public_key_of_another_witness_is_seen(tmp_path: Path) -> None:
    create_key(tmp_path / "one.key", "w.example")
    create_key(tmp_path / "two.key", "w.example")
    (tmp_path / "one.key.vkey").write_bytes((tmp_path / "two.key.vkey").read_bytes())
    with pytest.raises(WitnessRefused, match="不是一对"):
        load_key(tmp_path / "one.key")


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "witness.key"
    create_key(path, "w.example")
    path.write_bytes(generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(WitnessRefused, match="不是 Ed25519"):
        load_key(path)


def test_a_name_no_signature_line_could_carry_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(WitnessRefused, match="名称不合规则"):
        create_key(tmp_path / "witness.key", "two words")
    assert list(tmp_path.iterdir()) == []
