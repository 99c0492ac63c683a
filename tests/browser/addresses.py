"""The arguments of every address that has some: one function per URL name, which finds or makes the record it shows.

A page with arguments that is not here fails the walk. A function gets the `Site` (`site.bureau`, `site.at`, `site.once(name, make)`)
and gives the keyword arguments of `reverse`, or a list of several. An address that is only posted to needs none: keys of nothing do.
`QUERIES` adds what is worth seeing with a query; `ANSWERS` names pages whose good answer is another status than 200 for the person
who reads them. The browser walk and `tests/web/project/test_walk.py` both read this table.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.urls import reverse

from shuangsuiji.foundation.accounts.models import Post
from shuangsuiji.web.components.site_policy import site_policy
from tests.browser import draws, filings, firms, lists, measures, people, plans, proofs, slips, tasks
from tests.browser.site import SEES_MOST, Site

Arguments = dict[str, Any] | list[dict[str, Any]]


def _person(site: Site) -> dict[str, Any]:
    return {"key": site.bureau.person(SEES_MOST).pk}


def _post(site: Site) -> dict[str, Any]:
    return {**_person(site), "post": Post.objects.filter(person=site.bureau.person(SEES_MOST)).first().pk}  # type: ignore[union-attr]


def _item_list(site: Site) -> dict[str, Any]:
    """A published version of three items, and the next one being drafted."""
    return site.once("items", lambda: lists.build(site))  # type: ignore[no-any-return]


def _version(site: Site) -> dict[str, Any]:
    return {"key": _item_list(site)["published"]}


def _draft(site: Site) -> dict[str, Any]:
    return {"key": _item_list(site)["drafted"]}


def _item(site: Site) -> dict[str, Any]:
    return {**_version(site), "code": "rsj-o0001"}


def _drafted_item(site: Site) -> dict[str, Any]:
    return {**_draft(site), "code": "rsj-o0001"}


def _guided(site: Site) -> dict[str, Any]:
    _item_list(site)
    return {"code": "rsj-o0001"}


def _draw(site: Site) -> dict[str, Any]:
    """A task whose draw is frozen."""
    _roll(site)
    _registry(site)
    _tasks(site)
    return site.once("draws", lambda: draws.build(site))  # type: ignore[no-any-return]


def _dispatched(site: Site) -> dict[str, Any]:
    """A list that is dispatched."""
    _draw(site)
    return site.once("dispatched", lambda: draws.dispatched(site))  # type: ignore[no-any-return]


def _registry(site: Site) -> dict[str, Any]:
    """Eight firms, one of them with everything."""
    return site.once("firms", lambda: firms.build(site))  # type: ignore[no-any-return]


def _subject(site: Site) -> dict[str, Any]:
    return {"key": _registry(site)["key"]}


def _tasks(site: Site) -> dict[str, Any]:
    """One being prepared beside one whose scheme is signed."""
    _plans(site)
    _registry(site)
    return site.once("tasks", lambda: tasks.build(site))  # type: ignore[no-any-return]


def _filings(site: Site) -> dict[str, Any]:
    """One at each step, and an ad-hoc task without one. After the others: the signed scheme knows nothing of what meets it later."""
    _tasks(site)
    return site.once("filings", lambda: filings.build(site))  # type: ignore[no-any-return]


def _slips(site: Site) -> dict[str, Any]:
    """One that waits for its answer, one that has it."""
    return site.once("slips", lambda: slips.build(site))  # type: ignore[no-any-return]


def _measures(site: Site) -> dict[str, Any]:
    """A record with its file, one that replaced another."""
    return site.once("measures", lambda: measures.build(site))  # type: ignore[no-any-return]


def _plans(site: Site) -> dict[str, Any]:
    """Plans in every state that has a page of its own."""
    _item_list(site)
    return site.once("plans", lambda: plans.build(site))  # type: ignore[no-any-return]


def _plan(which: str, **more: str) -> Callable[[Site], Arguments]:
    """The plan of that name; `more` names arguments after what `plans.build` calls them."""
    return lambda site: {"key": _plans(site)[which], **{name: _plans(site)[made] for name, made in more.items()}}


def _overlap(site: Site) -> dict[str, Any]:
    """A line of the drafted plan and the public plan's line, which reach the same firms."""
    _registry(site)
    return {"key": _plans(site)["drafted"], "line": 2, "second": _plans(site)["public"], "other": 1}


def _with_paper(site: Site) -> dict[str, Any]:
    return {"key": _plans(site)["drafted"], "department": "scjgj"}


def _person_of_roll(site: Site) -> dict[str, Any]:
    """An inspector with everything."""
    return {"key": _roll(site)["key"]}


def _roll(site: Site) -> dict[str, Any]:
    """Inspectors, and a confirmation that waits for its second signature."""
    return site.once("roll", lambda: people.build(site))  # type: ignore[no-any-return]


def _proof(site: Site, *names: str) -> dict[str, Any]:
    """A published proof: those of its arguments."""
    found = site.once("proof", lambda: proofs.build(site))
    return {name: found[name] for name in names}


ARGUMENTS: dict[str, Callable[[Site], Arguments]] = {
    "help:office": lambda site: [{"office": "clerk"}, {"office": "auditor"}, {"office": "principal_head"}],
    "portal:log_tile": lambda site: {"tile_path": "tile/0/000"},
    "portal:items_notice": lambda site: {"index_no": _item_list(site)["index_no"]},
    "portal:plans_notice": lambda site: {"index_no": _plans(site)["notice"]},
    "portal:filings_notice": lambda site: {"index_no": _filings(site)["index_no"]},
    "portal:draws_proof": lambda site: _proof(site, "number"),
    "portal:draws_version": lambda site: _proof(site, "number", "version"),
    "portal:draws_offline": lambda site: _proof(site, "number", "version"),
    "portal:draws_file": lambda site: _proof(site, "number", "version", "name"),
    "documents:file": lambda site: {"key": _item_list(site)["document"]},
    "documents:end": lambda site: {"key": _item_list(site)["document"]},
    "items:version": lambda site: [_version(site), _draft(site)],
    "items:print": _version,
    "items:difference": _draft,
    "items:item": lambda site: [_item(site), _drafted_item(site)],
    "items:import": _draft,
    "items:report": lambda site: {"draft": _item_list(site)["upload"]},
    "items:add": _draft,
    "items:edit": _drafted_item,
    "items:send": _draft,
    "items:return": _draft,
    "items:approve": _draft,
    "items:discard": _draft,
    "items:publish": _draft,
    "items:mark": _item,
    "items:retire": _item,
    "items:guide": _guided,
    "items:write_guide": _guided,
    "inspectors:mine": lambda site: _roll(site) and {},
    "inspectors:report": lambda site: {"draft": _roll(site)["draft"]},
    "inspectors:inspector": _person_of_roll,
    "inspectors:edit": _person_of_roll,
    "inspectors:remove": _person_of_roll,
    "inspectors:transfer": _person_of_roll,
    "inspectors:arrive": lambda site: {"transfer": _roll(site)["arriving"]},
    "inspectors:recusal": _person_of_roll,
    "inspectors:leave": _person_of_roll,
    "inspectors:training": _person_of_roll,
    "registries:registry": lambda site: [{"kind": "INSPECTORS"}, {"kind": "SUBJECTS"}],
    "registries:records": lambda site: _roll(site) and {},
    "registries:record": lambda site: {"key": _roll(site)["signed"]},
    "inspectors:print": lambda site: _roll(site) and {},
    "registries:sign": lambda site: {"draft": _roll(site)["confirmation"]},
    "subjects:report": lambda site: {"draft": _registry(site)["draft"]},
    "subjects:difference": lambda site: {"draft": _registry(site)["draft"]},
    "subjects:job": lambda site: [{"job": key} for key in _registry(site)["jobs"]],
    "subjects:classes_report": lambda site: {"draft": _registry(site)["classes"]},
    "subjects:licences_report": lambda site: {"draft": _registry(site)["licences"]},
    "subjects:towns": lambda site: _registry(site) and {},
    "subjects:fusion_preview": lambda site: {"draft": _registry(site)["rule"]},
    "subjects:change": lambda site: [{"ordinal": 1}, {"ordinal": 2}],
    "subjects:subject": _subject,
    "subjects:edit": _subject,
    "subjects:remove": _subject,
    "subjects:class": _subject,
    "subjects:tags": _subject,
    "subjects:licence": _subject,
    "subjects:end_licence": lambda site: {**_subject(site), "licence": _registry(site)["licence"]},
    "plans:plan": lambda site: [{"key": _plans(site)[which]} for which in ("drafted", "public", "on_paper")],
    "plans:overlap": _overlap,
    "plans:print": _plan("public"),
    "plans:differences": lambda site: {"key": _plans(site)["public"], "number": 1},
    "plans:amendment": _plan("public"),
    "plans:report": lambda site: {"draft": _plans(site)["upload"]},
    "plans:edit": _plan("drafted"),
    "plans:import": _plan("drafted"),
    "plans:add_line": _plan("drafted"),
    "plans:edit_line": _plan("drafted", line="line"),
    "plans:send": _plan("drafted"),
    "plans:amend": _plan("public"),
    "plans:agree": _plan("asking"),
    "plans:record_paper": _with_paper,
    "plans:approve": _plan("public"),
    "plans:refuse": _plan("public"),
    "plans:migrate": _plan("former"),
    "plans:submit": _plan("drafted"),
    "plans:record_submission": _plan("on_paper"),
    "plans:confirm_submission": _plan("on_paper"),
    "plans:submission_scan": _plan("on_paper"),
    "plans:consent_scan": _plan("on_paper", answer="consent"),
    "plans:publish": _plan("public"),
    "plans:return": _plan("drafted"),
    "plans:close": _plan("public"),
    "tasks:create": lambda site: {"line": _tasks(site)["line"]},
    "tasks:task": lambda site: [{"key": _tasks(site)[which]} for which in ("made", "signed")],
    "tasks:print": lambda site: {"key": _tasks(site)["signed"]},
    "tasks:scheme": lambda site: {"key": _tasks(site)["made"]},
    "tasks:sign": lambda site: {"key": _tasks(site)["made"]},
    "tasks:record_paper": lambda site: {"key": _tasks(site)["made"], "department": "scjgj"},
    "tasks:record_confirmation": lambda site: {
        "key": _tasks(site)["signed"],
        "department": "scjgj",
        "kind": "SUBJECTS",
    },
    "tasks:vouch": lambda site: {"key": _tasks(site)["signed"], "paper": _tasks(site)["paper"]},
    "tasks:scan": lambda site: {"key": _tasks(site)["signed"], "answer": _plans(site)["consent"]},
    "tasks:revise": lambda site: {"key": _tasks(site)["signed"]},
    "tasks:withdraw": lambda site: {"key": _tasks(site)["made"]},
    **dict.fromkeys(
        (
            "draws:hall",
            "draws:freeze",
            "draws:commit",
            "draws:reveal",
            "draws:number",
            "draws:run",
            "draws:end",
        ),
        _draw,
    ),
    "draws:plan": _draw,
    "inspections:inspection": lambda site: {"key": _dispatched(site)["inspection"]},
    "inspections:teams": lambda site: {"key": _dispatched(site)["task"]},
    "inspections:dispatch": lambda site: {"key": _dispatched(site)["task"]},
    "replacements:ask": lambda site: {name: _dispatched(site)[name] for name in ("team", "slot")},
    "replacements:decide": lambda site: {"key": _dispatched(site)["replacement"]},
    "draws:publish": _draw,
    "draws:opening": _draw,
    "draws:print": _draw,
    "draws:auditor": _draw,
    "measures:record": lambda site: [{"key": _measures(site)[which]} for which in ("filed", "replaced", "replacing")],
    "measures:correct": lambda site: {"key": _measures(site)["filed"]},
    "measures:file": lambda site: {"key": _measures(site)["filed"]},
    "measures:close": lambda site: _measures(site) and {"year": 2026},
    "measures:query": _subject,
    "measures:answer": lambda site: {"key": site.once("answer", lambda: measures.answer(site, _registry(site)["key"]))},
    "measures:report": lambda site: _measures(site) and {"year": 2026},
    "filings:request": lambda site: {"task": _filings(site)["task"]},
    "filings:filing": lambda site: [
        {"key": _filings(site)[each]} for each in ("asked", "returned", "recorded", "public")
    ],
    "filings:print": lambda site: {"key": _filings(site)["filed"]},
    "filings:file": lambda site: {"key": _filings(site)["asked"]},
    "filings:return": lambda site: {"key": _filings(site)["asked"]},
    "filings:record_paper": lambda site: {"key": _filings(site)["asked"]},
    "filings:confirm_paper": lambda site: {"key": _filings(site)["recorded"]},
    "filings:scan": lambda site: {"key": _filings(site)["recorded"]},
    "filings:publish": lambda site: {"key": _filings(site)["filed"]},
    "slips:slip": lambda site: [{"key": _slips(site)[which]} for which in ("open", "answered")],
    "slips:file": lambda site: {"key": _slips(site)["open"], "file": _slips(site)["file"]},
    "slips:answer": lambda site: {"key": _slips(site)["open"]},
    "slips:reopen": lambda site: {"key": _slips(site)["answered"]},
    "slips:close": lambda site: {"key": _slips(site)["answered"]},
    "slips:withdraw": lambda site: {"key": _slips(site)["open"]},
    "policy:draft": _plan("policy"),
    "policy:edit": _plan("policy"),
    "policy:approve": _plan("policy"),
    "policy:approve_measure": _plan("measure"),
    "system:appoint": _person,
    "system:end_post": _post,
    "system:open_account": lambda site: {"key": site.bureau.person("audadmin").pk},
    "system:person": _person,
    "system:role": _person,
    "system:disable": _person,
    "system:enable": _person,
    "system:forget_factor": _person,
    "system:reset": _person,
    "system:unlock": _person,
}

QUERIES: dict[str, tuple[str, ...]] = {
    "subjects:list": ("?q=服装", "?q=zzz", "?risk_class=D&removed=on"),
    "measures:ask": ("?q=服装", "?q=zzz"),
}

ANSWERS: dict[str, int] = {
    "portal:log_checkpoint": 404,  # nothing is published in the walk
    "portal:log_tile": 404,
    "setup:bureau": 404,  # there is a bureau
    "inspections:dispatch": 404,  # the walk's list is dispatched already
    "tasks:scan": 404,  # nobody else takes part in the walk's tasks
}

# What fits a converter and names nothing.
_NOTHING = {"uuid": "00000000-0000-7000-8000-000000000000", "int": 0, "slug": "x", "str": "x", "path": "x"}


def prepare(site: Site) -> None:
    """Make everything that any page shows, so that lists are not empty when they are visited first.

    A function that fails is left to the test of its own page, which says so.
    """
    for make in ARGUMENTS.values():
        with suppress(Exception):
            make(site)


def paths_of(name: str, route: str, site: Site) -> list[str]:
    """Where a page lies: once per set of arguments, and once more per query."""
    given = _arguments(name, route, site)
    paths = [reverse(name, kwargs=each) for each in (given if isinstance(given, list) else [given])]
    return paths + [paths[0] + query for query in QUERIES.get(name, ())]


def _arguments(name: str, route: str, site: Site) -> Arguments:
    wanted = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    if not wanted:
        return {}
    if name not in ARGUMENTS and not site_policy().declared(name, "GET"):
        return {argument: _NOTHING[converter or "str"] for converter, argument in wanted}
    assert name in ARGUMENTS, f"{name} 有参数而 tests/browser/addresses.py 没有它的函数"
    return ARGUMENTS[name](site)
