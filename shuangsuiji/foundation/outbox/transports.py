"""The ways out: none (the default), a folder for another system to fetch from, a mail server.

Source: 00-decisions (a small county must never stand still: no transport is a state that is shown, not an error); 80-reliability A3.
Takes: the setting's text. Gives: a sender. The mail server itself is Django's mail backend, configured in the settings.
"""

import hashlib
import json
import os
import smtplib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.core.mail import EmailMessage

from shuangsuiji.foundation.outbox.letter import Letter, NotSent, Sender
from shuangsuiji.foundation.outbox.models import Channel

_PERMANENT = 500


class Written(NamedTuple):
    """A letter in words."""

    title: str
    text: str


class FileDrop:
    """One JSON file for each letter, named by the digest of its key: the same letter twice is the same file."""

    channels = frozenset(Channel.values)
    idempotent = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, letter: Letter) -> None:
        """Write the file whole and flushed, or raise NotSent."""
        body = {
            "key": letter.key,
            "channel": letter.channel,
            "template": letter.template,
            "recipient": letter.recipient,
            "context": dict(letter.context),
        }
        name = hashlib.sha256(letter.key.encode()).hexdigest()
        unfinished, target = self.folder / f".{name}", self.folder / f"{name}.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump(body, file, ensure_ascii=False, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(target)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise NotSent(f"写不进交换目录：{error.strerror}") from error


class Mail:
    """Through Django's mail backend. The Message-ID comes from the key, so that a mailbox can recognise a repetition."""

    channels = frozenset({Channel.MAIL.value})
    idempotent = False

    def __init__(self, wording: Callable[[Letter], Written], *, sender: str, domain: str) -> None:
        self.wording = wording
        self.sender = sender
        self.domain = domain

    def send(self, letter: Letter) -> None:
        """Send one mail. What the server refused before it took the text surely did not leave."""
        written = self.wording(letter)
        identity = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
        mail = EmailMessage(
            written.title,
            written.text,
            self.sender,
            [letter.recipient],
            headers={"Message-ID": f"<{identity}@{self.domain}>"},
        )
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSent("收件地址被邮件服务器拒绝", for_good=True) from error
        except (
            smtplib.SMTPConnectError,
            smtplib.SMTPHeloError,
            smtplib.SMTPAuthenticationError,
            ConnectionRefusedError,
        ) as error:
            raise NotSent("连不上邮件服务器或登录失败") from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise NotSent(f"邮件服务器不接收（{error.smtp_code}）", for_good=error.smtp_code >= _PERMANENT) from error


def senders_of(setting: str, *, mail: Callable[[], Sender] | None = None) -> list[Sender]:
    """Read the setting: `none`, `file:绝对路径`, `mail`. Raises ValueError for anything else, and for mail without its maker."""
    word, _, rest = setting.partition(":")
    if setting == "none":
        return []
    if word == "file" and Path(rest).is_absolute():
        return [FileDrop(Path(rest))]
    if setting == "mail" and mail is not None:
        return [mail()]
    raise ValueError("消息发送方式应为 none、file:绝对路径 或 mail（SHUANGSUIJI_OUTBOX）")
