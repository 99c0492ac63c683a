"""A page as its reader asks for it: read, or sent with the fresh key that every form carries."""

from typing import Any

from django.test import Client
from django.urls import reverse

from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key


def send(client: Client, view: str, *keys: object, **fields: Any) -> Any:
    """POST a form with a fresh key."""
    return client.post(reverse(view, args=keys), {KEY_FIELD: new_key(), **fields})


def page(client: Client, view: str, *keys: object, **query: object) -> str:
    """What a page says."""
    answer = client.get(reverse(view, args=keys), query)
    assert answer.status_code == 200
    return str(answer.content.decode())
