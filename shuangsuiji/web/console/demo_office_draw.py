"""The demo's draw in the database: announced, frozen, committed, sealed, revealed, thrown, drawn; every step the act a person would use.

Source: 第十三条（二）, 第十四条, 第十六条. The digits are given and marked 演示; the clock is the real one, so the demo waits until the throw.
"""

import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PIL import Image

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import commit_of
from shuangsuiji.foundation.accounts import queries as accounts
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import Received, receive
from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.draws.actions.commit import commit
from shuangsuiji.stages.draws.actions.draw import draw
from shuangsuiji.stages.draws.actions.freeze import freeze
from shuangsuiji.stages.draws.actions.plan_draw import plan_draw
from shuangsuiji.stages.draws.actions.record_public_number import note_public_number, record_public_number
from shuangsuiji.stages.draws.actions.reveal import reveal
from shuangsuiji.stages.draws.numbering import Entry
from shuangsuiji.stages.draws.planning import DrawTerms
from shuangsuiji.stages.draws.queries.draws import draw_of
from shuangsuiji.stages.draws.queries.forecast import forecast
from shuangsuiji.stages.inspections.actions.dispatch import dispatch
from shuangsuiji.stages.inspections.queries.inspections import count_of
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.stages.plans.queries.tasks import task_numbered
from shuangsuiji.stages.registry.actions.declare_recusal import declare_recusal
from shuangsuiji.stages.registry.queries.inspectors import inspectors_of
from shuangsuiji.web.console.demo import DEMO_NUMBER
from shuangsuiji.web.console.demo_office_staff import CODE, Office, now

# Label of the contributor in the scheme → who speaks for it.
VOICES = {"承办股室": "li", "机关纪检": "zheng"}
_COMMIT, _REVEAL, _THROW = (timedelta(seconds=each) for each in (40, 50, 55))
_SHEET = (400, 200)
_GUIDE = {
    "basis": "劳动合同和工资支付的法律、法规",
    "procedure": "出示证件，说明来意，查阅台账，询问劳动者",
    "content": "劳动合同、工资支付、工作时间和社会保险",
    "method": "现场检查，抽查书面材料",
}
_POINTS = (("是否与劳动者订立书面劳动合同", ""), ("是否按月足额支付工资", ""), ("是否参加社会保险", ""))


def declare_recusals(office: Office) -> None:
    """Everybody on the roll says whom he must not visit; the roll has said it for those who must."""
    for row in inspectors_of(CODE):
        declare_recusal(inspector=row.pk, subjects=(), actor=office.actor("wu"), at=now())


def guides(office: Office, codes: Sequence[str]) -> None:
    """Each item gets its guide: without one nothing is dispatched."""
    office.printer.title("六之二、抽查工作指引：起草、公布", "第十七条")
    for code in codes:
        draft = write_guide(item_code=code, contents=_GUIDE, points=_POINTS, actor=office.actor("li"), at=now())
        publish_guide(item_code=code, read=draft.version, actor=office.actor("zheng"), at=now())
    office.printer.say(f"{len(codes)} 项，每项 {len(_POINTS)} 个检查要点")


def publish_and_dispatch(office: Office, number: str) -> None:
    """Once the result is sealed: the proof for everybody, then the list to those who inspect."""
    office.printer.title("十、公示抽取证明；派发", "第四条、第十四条")
    task = task_numbered(number)
    assert task is not None
    draw = draw_of(task)
    assert draw is not None
    proof = publish_proof(draw_id=draw.pk, actor=office.actor("li"), at=now())
    office.printer.say(f"证明第 {proof.version} 版已公示，公示前已由核验程序重算；网站上 /open/draws/{proof.number}/")
    dispatch(task_id=task.pk, actor=office.actor("li"), at=now())
    office.printer.say(f"已派发 {count_of(task)} 户，一户一份检查；名单不得更改")


def draw_task(office: Office, number: str, seal: Callable[[], int]) -> None:
    """The whole ceremony of a task. `seal` runs the sealer once; commitments must be sealed before anybody reveals."""
    office.printer.title("九、抽取：公告、冻结、承诺、揭示、公开随机数、名单", "第十三条（二）、第十四条")
    task = task_numbered(number)
    assert task is not None
    start, li = now(), office.actor("li")
    persons = {label: _person(username) for label, username in VOICES.items()}
    terms = DrawTerms(
        commit_by=start + _COMMIT, reveal_by=start + _REVEAL, not_before=start + _THROW, round="1", digits=len(DEMO_NUMBER),
        teams=forecast(task, start).teams, people=persons,
    )  # fmt: skip
    made = plan_draw(task_id=task.pk, terms=terms, actor=li, at=now())
    office.printer.say(f"第 {made.ordinal} 次抽取 {made.number}，公开随机数为十面骰（演示，非实投）")
    made = freeze(draw_id=made.pk, actor=li, at=now())
    office.printer.say("；".join(f"{each.kind} {each.count} 行，根 {each.root[:16]}…" for each in made.rosters.all()))
    kept = _commit(office, made)
    seal()
    for label, username in VOICES.items():
        reveal(draw_id=made.pk, secret=kept[label], actor=office.actor(username), at=now())
        office.printer.say(f"  {label} 已揭示，与承诺相符")
    _wait_until_thrown(office, start)
    note_public_number(draw_id=made.pk, entry=Entry(DEMO_NUMBER), actor=li, at=now())
    entry = Entry(DEMO_NUMBER, file=_sheet(office.place))
    record_public_number(draw_id=made.pk, entry=entry, actor=office.actor("zheng"), at=now())
    made = draw(draw_id=made.pk, actor=li, at=now())
    result = made.result
    office.printer.say(f"抽取 {result.subjects} 户，{result.teams} 个小组；结果摘要 {result.result_hash}")


def _person(username: str) -> UUID:
    account = accounts.find_account(username)
    assert account is not None
    key: UUID = account.person_id
    return key


def _commit(office: Office, made: object) -> dict[str, str]:
    """Each makes its own number and keeps it; only the commitment goes in."""
    kept = {}
    for contributor in made.contributors.order_by("ordinal"):  # type: ignore[attr-defined]
        secret = secrets.token_hex(32)
        value = commit_of(suite_named(made.plan["suite"]), made.number, made.freeze.context, contributor.code, secret)  # type: ignore[attr-defined]
        actor = office.actor(VOICES[contributor.label])
        commit(draw_id=made.pk, value=value, actor=actor, at=now())  # type: ignore[attr-defined]
        office.printer.say(f"  {contributor.label} 承诺 {value[:16]}…")
        kept[contributor.label] = secret
    return kept


def _wait_until_thrown(office: Office, start: datetime) -> None:
    left = (start + _THROW - now()).total_seconds() + 1
    if left > 0:
        with office.printer.working("等待公开随机数产生的时间"):
            time.sleep(left)


def _sheet(place: Path) -> Received:
    """The sheet of the throw, as a picture: nobody threw, and it says so by being empty."""
    picture = BytesIO()
    Image.new("RGB", _SHEET, "white").save(picture, "PNG")
    (place / "骰子记录表-演示.png").write_bytes(picture.getvalue())
    return receive(BytesIO(picture.getvalue()), Kind.SCAN)
