"""`{% load house %}`: numbers of the rules, states, citations and the hidden fields of an act, each from its one source.

Source: 20-house §12. Never: a number of the rules typed into a template.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shuangsuiji.core.rules.index import measure_word
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.parameters import parameter as entry_of
from shuangsuiji.core.rules.provision import Provision, ProvisionError, provisions
from shuangsuiji.foundation.accounts.roles import label_of as label_of_office
from shuangsuiji.foundation.ledger.actor import MACHINE
from shuangsuiji.foundation.lifecycle.models import Stateful
from shuangsuiji.web.components import standing
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key

register = template.Library()
RULES_PAGE = "/open/rules/"


@register.simple_tag
def parameter(name: str) -> str:
    """A number or list of the rules with its unit: `{% parameter "sample_floor.C" %}` gives 10%. Raises ParameterError."""
    entry = entry_of(name)
    if isinstance(entry.value, int):
        return f"{entry.value}{measure_word(entry.unit)}"
    if isinstance(entry.value, str):
        return OFFICES.get(entry.value, entry.value)
    words = entry.value.values() if isinstance(entry.value, Mapping) else entry.value
    return "、".join(map(str, words))


@register.simple_tag
def state(record: Stateful) -> SafeString:
    """The word for a record's state, as a tag colored by how far along the road it is."""
    machine = record.machine
    tone = "done" if record.status in machine.terminal else "begun"
    if record.status == next(iter(machine.states)):
        tone = "new"
    return format_html('<span class="tag tag-{}">{}</span>', tone, record.status_label)


@register.simple_tag
def article(citation: Provision | str) -> SafeString:
    """A citation as a link to its line in the index of articles. Raises ProvisionError for one written otherwise."""
    place = Provision.parse(str(citation))
    return format_html('<a class="article" href="{}#art-{}">{}</a>', RULES_PAGE, place.number, place)


@register.inclusion_tag("components/_act_fields.html", takes_context=True)
def act_fields(context: Context, record: Any = None) -> dict[str, Any]:
    """The hidden fields of a form that acts: protection against foreign sites, the version that was read, the form's key."""
    return {
        "csrf_token": context.get("csrf_token"),
        "version": getattr(record, "version", None),
        "key_field": KEY_FIELD,
        "key": new_key(),
    }


@register.simple_tag(takes_context=True)
def log_warnings(context: Context) -> list[str]:
    """What is wrong with the log at this moment, for the banner."""
    return standing.warnings(now(context["request"]))


@register.filter
def short_digest(digest: str) -> str:
    """The first and last characters of a long digest; the whole of it belongs into the title."""
    return digest if len(digest) <= 20 else f"{digest[:12]}…{digest[-6:]}"


@register.filter
def clock(at: datetime) -> str:
    """A moment as an office in China reads it: 2026-11-24 17:00."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


@register.filter
def office_name(code: str) -> str:
    """An office, an administrator's role or the program itself in Chinese."""
    return "系统" if code == MACHINE else label_of_office(code)


@register.filter
def citations(text: str) -> tuple[Provision, ...]:
    """The citations of one text, each to be shown by `{% article %}`; none where it cannot be read."""
    try:
        return provisions(text) if text else ()
    except ProvisionError:
        return ()


@register.filter
def url_or_empty(view: str) -> str:
    """The address of a page without arguments; empty for an empty name. Raises NoReverseMatch."""
    return reverse(view) if view else ""
