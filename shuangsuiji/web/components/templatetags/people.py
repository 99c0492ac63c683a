"""`{% load people %}`: what the administrators' pages say of a person.

Source: 80-reliability E12. Reads what the list has fetched already; no query.
"""

from datetime import date

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from shuangsuiji.foundation.accounts.models import Person
from shuangsuiji.foundation.accounts.queries import day_of
from shuangsuiji.foundation.accounts.roles import label_of
from shuangsuiji.web.components.clock import now
from shuangsuiji.web.components.templatetags.pieces import tag

register = template.Library()


@register.filter
def offices_of(person: Person, day: date) -> str:
    """The offices held on a day, in words; a dash where there is none."""
    held = {
        post.office for post in person.posts.all() if post.from_on <= day and (post.to_on is None or day <= post.to_on)
    }
    return "、".join(sorted(map(label_of, held))) or "—"


@register.simple_tag(takes_context=True)
def account_state(context: Context, person: Person) -> SafeString:
    """Whether the log-in may be used now."""
    account = getattr(person, "account", None)
    if account is None:
        return tag("无账户")
    at = now(context["request"])
    if not account.usable(at, day_of(at)):
        return tag("停用", "need")
    return tag("待改初始密码", "begun") if account.must_change_password else tag("启用", "done")
