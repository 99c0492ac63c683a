"""The demo task: what its plan says before the first draw.

Source: 第六条（三） for the shape of the ratios, 第十二、十三（二）、十六条; the plan of SSJ-DRAW/1 §4.
Takes: the year, the moment the ceremony begins, the floors of the rules. Gives: every field of the plan but the
commitments to its sealing keys.
Never: a ratio of its own; the demo draws exactly at the floors it is given.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from shuangsuiji.web.console.county.codes import COUNTY
from shuangsuiji.web.console.county.people import QUALIFICATIONS

# 机关纪检 stands outside the line of the department that initiates (40-draw §4: one contributor SHOULD).
CONTRIBUTORS = {"rsj": "县人社局承办股室", "scjgj": "县市场监管局", "jiwei": "机关纪检"}
LEAD, MEMBERS = "rsj", ("scjgj", "xfjy")
DICE = 20
_TEAMS = 3
_SLOTS = (
    ("leader", "rsj", "劳动保障监察"),
    ("member", "rsj", "劳动保障监察"),
    ("member", "scjgj", "市场监管"),
    ("member", "xfjy", "消防"),
)
_COMMIT, _REVEAL, _THROW = timedelta(minutes=30), timedelta(minutes=60), timedelta(minutes=75)
_LAST_VISIT = timedelta(days=180)


def task_id(year: int) -> str:
    """The task of the demo: 劳动用工 of the labor department."""
    return f"{COUNTY}/{LEAD}/{year}/laodong-yonggong"


def demo_plan(*, year: int, at: datetime, floors: Mapping[str, str]) -> dict[str, object]:
    """The plan of the task's first draw, to be sealed before it is frozen (`salt_key_commit` is still missing).

    `at` is the aware moment the ceremony begins: commits for half an hour, reveals for the next, the dice a quarter of
    an hour later. `floors` maps risk class to ratio, as in `{"A": "1%"}`.
    """
    return {
        "v": "ssj-draw/1",
        "suite": "SHA256",
        "task_id": task_id(year),
        "draw_id": f"{task_id(year)}/1",
        "title": f"濮阳县人力资源和社会保障局{year}年劳动用工“双随机、一公开”抽查（第1次，演示）",
        "lead": LEAD,
        "members": list(MEMBERS),
        "contributors": list(CONTRIBUTORS),
        "commit_by": _written(at + _COMMIT),
        "reveal_by": _written(at + _REVEAL),
        "beacon": {"source": "dice/d10", "round": "1", "digits": DICE, "not_before": _written(at + _THROW)},
        "handles": {"subject": "sealed", "inspector": "sealed"},
        "openings_from": _written(at + _LAST_VISIT),
        "risk_classes": True,
        "strata": {stratum: {"ratio": ratio, "min": 1} for stratum, ratio in sorted(floors.items())},
        "exclusions": {
            "X1": "本年度已检查的主体不再抽取（第九条；年度频次上限）",
            "X2": "主体已注销、吊销、迁出；人员执法证件在检查期内无效",
            "X3": "人员休假、借调",
        },
        "teams": {
            "count": _TEAMS,
            "slots": [[role, department, [QUALIFICATIONS[scope]]] for role, department, scope in _SLOTS],
        },
        "cap_ladder": [0, 1, 2],
    }


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
