"""What is next in a draw, who must act, until when.

Source: 第十三条; SSJ-DRAW/1 §5.
"""

from collections.abc import Callable
from datetime import datetime

from shuangsuiji.core.draw.beacon import not_before
from shuangsuiji.core.draw.ceremony import (
    ABORTED,
    COMMITTED,
    DRAWN,
    FROZEN,
    PLANNED,
    SEEDED,
    VOID,
    Ceremony,
)
from shuangsuiji.core.draw.grammar import parse_time
from shuangsuiji.core.draw.plan import LEAST_CONTRIBUTORS, draws_teams, is_rehearsal
from shuangsuiji.web.console.ceremony.folder import NUMBER, DrawFolder
from shuangsuiji.web.console.clock import local


def next_step(folder: DrawFolder, at: datetime) -> str:
    """The next act as a sentence that names who acts, until when, and the command."""
    ceremony, reached = folder.replay()
    steps: dict[str, Callable[[], str]] = {
        PLANNED: lambda: _freeze(folder, ceremony, at),
        FROZEN: lambda: _commit(folder, ceremony, at),
        COMMITTED: lambda: _reveal(folder, ceremony, at),
        SEEDED: lambda: f"抽取：shuangsuiji draw run {folder.path}",
        DRAWN: lambda: _drawn(folder, ceremony),
        VOID: lambda: _again(folder),
        ABORTED: lambda: _aborted(folder, ceremony, reached),
    }
    return steps[ceremony.state]()


def _freeze(folder: DrawFolder, ceremony: Ceremony, at: datetime) -> str:
    deadline = ceremony.plan["commit_by"]
    if at >= parse_time(deadline):
        return f"冻结时限 {local(deadline)} 已过，{_abort(folder)}"
    return f"名录库管理员冻结名录，须早于 {local(deadline)}：shuangsuiji draw freeze {folder.path} …"


def _commit(folder: DrawFolder, ceremony: Ceremony, at: datetime) -> str:
    deadline = ceremony.plan["commit_by"]
    silent = [who for who in ceremony.plan["contributors"] if who not in ceremony.commits]
    if silent and at <= parse_time(deadline):
        return f"{'、'.join(silent)} 在 {local(deadline)} 前提交承诺：shuangsuiji draw commit {folder.path} --as {silent[0]}"
    if len(ceremony.commits) < LEAST_CONTRIBUTORS:
        return f"承诺截止 {local(deadline)} 已过，承诺不足两方，不能抽取，{_abort(folder)}"
    return _reveal(folder, ceremony, at)


def _reveal(folder: DrawFolder, ceremony: Ceremony, at: datetime) -> str:
    deadline = ceremony.plan["reveal_by"]
    waiting = [who for who in ceremony.plan["contributors"] if who in ceremony.commits and who not in ceremony.secrets]
    if waiting and at <= parse_time(deadline):
        return (
            f"{'、'.join(waiting)} 在 {local(deadline)} 前揭示：shuangsuiji draw reveal {folder.path} --as {waiting[0]}"
        )
    moment = not_before(ceremony.plan["beacon"])
    missing = f"（{'、'.join(waiting)} 未揭示，公示为缺席）" if waiting else ""
    return f"录入公开随机数，不早于 {local(moment)}{missing}：shuangsuiji draw number {folder.path} …"


def _drawn(folder: DrawFolder, ceremony: Ceremony) -> str:
    if is_rehearsal(ceremony.plan):
        return "演练已完成，结果不能派发或公示"
    verify = f"核验：shuangsuiji draw verify {folder.path} --no-log；然后派发"
    if draws_teams(ceremony.plan):
        return verify
    return (
        f"{verify}，各部门抽取人员：shuangsuiji draw plan 新文件夹 --subjects-of {folder.path} --settings settings.json"
    )


def _aborted(folder: DrawFolder, ceremony: Ceremony, reached: str) -> str:
    if reached != PLANNED and not folder.has(NUMBER):
        moment = local(not_before(ceremony.plan["beacon"]))
        return f"公开随机数产生后（{moment} 起）补记，公布未生效的结果：shuangsuiji draw number {folder.path} …；{_again(folder)}"
    return _again(folder)


def _again(folder: DrawFolder) -> str:
    return f"以新编号重新公告：shuangsuiji draw plan 新文件夹 --supersedes {folder.path} --settings settings.json"


def _abort(folder: DrawFolder) -> str:
    return f"请中止后重新公告：shuangsuiji draw void {folder.path} --ground commits …"
