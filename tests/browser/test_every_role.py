"""Every address as every role, at every width: who may read it sees a good page, who may not is refused; nobody sees more.

Source: 70-interface §13; 80-reliability E3. Half an hour and more, so `make walk` runs it and `.ci/run` walks each page as the one
role that sees most. Pages that are refused all look alike: they are asked for without a window, and one of them is looked at.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from shuangsuiji.foundation.accounts.actions.add_person import add_person
from shuangsuiji.foundation.accounts.actions.appoint import appoint
from shuangsuiji.foundation.accounts.making import NewAccount, NewPerson
from shuangsuiji.foundation.accounts.models import Account
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES
from shuangsuiji.web.components.policy import ANYBODY, SIGNED_IN
from shuangsuiji.web.components.site_policy import site_policy
from tests.browser.addresses import ANSWERS, paths_of
from tests.browser.site import Site
from tests.browser.test_walk import VIEWS, WIDTHS, context_of, visit
from tests.foundation.accounts.bureau import BEGAN, password_of

pytestmark = [pytest.mark.browser, pytest.mark.walk, pytest.mark.enable_socket]

ROLES = ("", *BUSINESS_OFFICES, *ADMINISTRATORS)
SENT_AWAY = {302, 303}  # a stranger to the log-in page, a reader to where the thing is now
REFUSED = {403, 404}  # 404 as well: a record that does not concern somebody is not there for him
GOOD = {200, 404, 409, *SENT_AWAY}


def username_of(site: Site, role: str) -> str:
    """Somebody who holds this one office; made the first time."""
    if role in ADMINISTRATORS or not role:
        return role
    return site.once(f"role {role}", lambda: _appointed(site, role))  # type: ignore[no-any-return]


def _appointed(site: Site, role: str) -> str:
    username = role.replace("_", "-")
    account = NewAccount(username, password_of(username))
    person = NewPerson(f"{BUSINESS_OFFICES[role][:4]}例")
    made = add_person(person=person, department="rsj", account=account, actor=site.bureau.actor("sysadmin"), at=site.at)
    appoint(
        person=made.pk, office=role, department="rsj", from_on=BEGAN, document="平人社任〔2026〕3号",
        actor=site.bureau.actor("secadmin"), at=site.at,
    )  # fmt: skip
    Account._base_manager.filter(username=username).update(must_change_password=False)
    return username


def may_read(name: str, role: str) -> bool:
    """Whether a row of the policy lets this role ask for the page."""
    allowed = {each for row in site_policy().declared(name, "GET") for each in row.roles}
    return bool(allowed & ({role, SIGNED_IN, ANYBODY} if role else {ANYBODY}))


def refusal(context: BrowserContext, site: Site, path: str) -> list[str]:
    """What is wrong with how a page is refused."""
    answer = context.request.get(site.url + path, max_redirects=0)
    return [] if answer.status in REFUSED | SENT_AWAY else [f"{path}: {answer.status} without the right to it"]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "stranger")
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_page_is_good_for_whoever_may_read_it_and_refused_to_others(
    view: object, role: str, browser: Browser, site: Site, axe: Axe
) -> None:
    name, route = view.name, view.route  # type: ignore[attr-defined]
    context = context_of(browser, site, max(WIDTHS), username_of(site, role))
    faults = []
    for path in paths_of(name, route, site):
        if not may_read(name, role):
            faults += refusal(context, site, path)
            continue
        status = context.request.get(site.url + path, max_redirects=0).status
        if status not in GOOD | {ANSWERS.get(name, 200)}:
            faults.append(f"{path}: {status}")
        elif status not in SENT_AWAY:
            faults += visit(context, site, axe, path, status, WIDTHS)
    context.close()
    assert faults == []


def test_a_refused_page_is_a_good_page(browser: Browser, site: Site, axe: Axe) -> None:
    context = context_of(browser, site, max(WIDTHS), username_of(site, "inspector"))
    path = reverse("system:people")
    assert not may_read("system:people", "inspector")
    assert [each for each in visit(context, site, axe, path, 403, WIDTHS) if not re.search("status of 403", each)] == []
