"""Mail that goes nowhere: one file per message, for the demonstration. A message sent again replaces its file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailFilesBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            message = email.message()
            path = path_of(str(message["Message-ID"]))
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(message.as_bytes())
        return len(email_messages)


def path_of(message_id: str) -> Path:
    return Path(settings.EMAIL_FILE_PATH) / f"{hashlib.sha256(message_id.encode()).hexdigest()[:40]}.eml"


@dataclass(frozen=True)
class SentMail:
    """What somebody would have received."""

    text: str
    page: str
    attachments: list[str]


def read_sent_mail(message_id: str) -> SentMail | None:
    """None before it was sent, or when its file is gone."""
    path = path_of(message_id)
    if not message_id or not path.is_file():
        return None
    message: Any = message_from_bytes(path.read_bytes(), _class=ParsedMessage, policy=policy.default)
    text, page = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    return SentMail(text.get_content() if text else "", page.get_content() if page else "", names)
