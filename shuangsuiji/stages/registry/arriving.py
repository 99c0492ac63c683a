"""Somebody with a certificate that another department's registry has or had: whether he may be taken in here, and what comes with him.

Source: 第十条, 第十五条; E10-5. The department he leaves says so first (`transfer_inspector`); a number never stands in two registries.
Works inside an open command where it writes.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from shuangsuiji.core.rules.finding import Finding, judge
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.accounts.models.department import in_force
from shuangsuiji.foundation.accounts.queries import posts_on
from shuangsuiji.foundation.accounts.roles import label_of
from shuangsuiji.foundation.sheets.readings import InspectorEntry
from shuangsuiji.foundation.sheets.texts import folded_name
from shuangsuiji.stages.registry.models import Inspector, InspectorTransfer, Leave, Recusal, RecusalDeclaration


def arrival_findings(entries: Iterable[InspectorEntry], org: str, on: date, *, in_roll: bool) -> list[Finding]:
    """What keeps entries out that another department's registry has or had (E10-5), each with its remedy.

    `in_roll`: the sentence names the row. Cost: one query, and four for each entry that somebody else let go.
    """
    found = list(entries)
    known = _elsewhere((entry.id for entry in found), org)
    return [
        finding
        for entry in found
        if entry.id in known
        for finding in _of(entry, known[entry.id], org, on, in_roll=in_roll)
    ]


def _elsewhere(numbers: Iterable[str], org: str) -> dict[str, Inspector]:
    """Number → the row of another department that counts: the live one, else the one that left last."""
    rows = Inspector.objects.filter(number__in=list(numbers)).exclude(department__code=org)
    ordered = sorted(
        rows.select_related("department", "person__key", "person__department"),
        key=lambda row: (row.is_live, row.removed_on or date.max, row.version),
    )
    return {row.number: row for row in ordered}


def _of(entry: InspectorEntry, row: Inspector, org: str, on: date, *, in_roll: bool) -> Iterator[Finding]:
    there = row.department.name
    where, end = (f"第 {entry.row} 行", "整批未导入（第十条）。") if in_roll else ("", "（第十条）。")
    if row.is_live:
        yield judge(
            "E10-5", "第十条", False, required="证件编号未被使用", actual=f"在{there}",
            refusal=f"{where}“证件编号”：已在其他部门（{there}）的名录中{_stop(end)}",
            remedy=f"人员调动的，请{there}名录库管理员打开该人员，办理“调往其他部门”；证件编号填错的，请核对改正。",
        )  # fmt: skip
        return
    sent = waiting_transfer(row.number)
    meant = sent.to_department if sent is not None else None
    yield judge(
        "E10-5", "第十条", meant is None or meant.code == org, required="调往本部门", actual=f"{meant or ''}",
        refusal=f"{where}“证件编号”：该人员已由{there}调往{meant or ''}，不是本部门{_stop(end)}",
        remedy=f"请与{there}名录库管理员核对调动文件；调错的，由其重新登记该人员后再办理调动。",
    )  # fmt: skip
    yield judge(
        "E10-5", "第十条", folded_name(row.person.name) == folded_name(entry.name), required="持证人姓名",
        actual="与证件持有人不一致", refusal=f"{where}“姓名”：与该证件持有人的姓名不一致{_stop(end)}",
        remedy="请核对证件编号和姓名；改名的，由原部门先更正姓名再办理调动。",
    )  # fmt: skip
    held = [
        label_of(post.office) for post in posts_on(row.person, on) if post.department_id == row.person.department_id
    ]
    yield judge(
        "E10-5", "第十条", not held or row.person.department.code == org, required="在原部门没有任职",
        actual="、".join(held) or "无",
        refusal=f"{where}“证件编号”：该人员在{there}仍有任职（{'、'.join(held)}），不能调入{_stop(end)}",
        remedy="请安全管理员先登记其在原部门的免职，再办理调入；调入后另行登记任职。",
    )  # fmt: skip


def _stop(end: str) -> str:
    """A roll is refused as a whole: that is a sentence of its own."""
    return f"。{end}" if end.startswith("整批") else end


def destinations(org: str, on: date) -> QuerySet[Department]:
    """The other departments in force on that day."""
    found: QuerySet[Department] = Department.objects.filter(in_force(on)).exclude(code=org).order_by("code")
    return found


def waiting_transfer(number: str) -> InspectorTransfer | None:
    """The transfer of that certificate that no department has taken up yet."""
    rows = InspectorTransfer.objects.select_related("to_department", "inspector__department")
    return rows.filter(inspector__number=number, received__isnull=True).first()


def former_row(number: str, department: Department, own: Inspector | None) -> Inspector | None:
    """The row that the certificate last had in another department; None where its `own` one here ended later."""
    row = _elsewhere([number], department.code).get(number)
    if row is not None and own is not None and own.removed_on and row.removed_on and row.removed_on < own.removed_on:
        return None
    return row


def settle_in(row: Inspector, former: Inspector, on: date) -> None:
    """The person belongs to the new department; whom he must not visit and when he is away comes with him."""
    person = former.person
    if person.department_id != row.department_id:
        person.department, person.section = row.department, None
        person.save(update_fields=["department", "section"])
    standing = set(row.recusals.filter(until__isnull=True).values_list("identity", flat=True))
    for each in former.recusals.filter(until__isnull=True).exclude(identity__in=standing):
        Recusal(inspector=row, identity=each.identity, ground=each.ground, declared_on=each.declared_on).save()
    said = former.declarations.order_by("-on", "-id").first()
    if said is not None and not row.declarations.filter(on__gte=said.on).exists():
        RecusalDeclaration(inspector=row, on=said.on, count=said.count).save(force_insert=True)
    for away in former.leaves.filter(to_on__gte=on):
        Leave(inspector=row, from_on=away.from_on, to_on=away.to_on, kind=away.kind).save(force_insert=True)


def close_transfer(row: Inspector, on: date) -> None:
    """Whoever is in a registry again is on his way nowhere: taken up there, or come back."""
    sent = waiting_transfer(row.number)
    if sent is not None:
        sent.received, sent.received_on = row, on
        sent.save(update_fields=["received", "received_on"])
