"""A proof of the walk: a record of the vectors, published as the act publishes one, for in the walk no log is sealed."""

import json
from typing import Any

from django.utils.timezone import localdate

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.evidence.entering import enter, named
from shuangsuiji.foundation.evidence.kinds import JSON, Kind
from shuangsuiji.foundation.evidence.making import shelve
from shuangsuiji.foundation.ledger.command import command
from shuangsuiji.stages.disclosure.models import PublishedProof
from tests.browser.site import HERE, SEES_MOST, Site

RECORD = HERE.parent / "vectors" / "records" / "sealed-public.json"


def build(site: Site) -> dict[str, Any]:
    """The arguments of its addresses."""
    raw = RECORD.read_bytes()
    record, name = json.loads(raw), "draw-410928_rsj_2023_yonggong_1.v1.json"
    received = shelve(raw, Kind.ROSTER, JSON)
    department = Department.objects.get(code="rsj")
    with command(actor=site.bureau.actor(SEES_MOST, "clerk"), at=site.at) as cmd:
        row = enter(cmd, received)
        file = {"name": name, "digest": row.digest, "size": row.size, "media_type": JSON, "what": "抽取记录"}
        PublishedProof(
            number=record["draw_id"], series=record["task_id"], ordinal=1, version=1, department=department,
            source=department.name, task_name="劳动用工检查", title=record["plan"]["title"], state="DRAWN",
            facts=facts_of(record), files=[file], record=row, published_on=localdate(site.at),
        ).save(force_insert=True)  # fmt: skip
        pub = {"office": "clerk", "task_id": record["task_id"], "count": 1, "draw_id": record["draw_id"]}
        cmd.emit("proof.published", pub=pub, files=[named(row)])
    return {"number": record["draw_id"], "version": 1, "name": name}


def facts_of(record: dict[str, Any]) -> dict[str, Any]:
    """What the page tells, from the record alone."""
    rows, when = record["subject_roster"], "2026-11-24 09:00"
    elig = [each["elig"] for each in rows]
    frozen = {"label": "检查对象", "library": "", "root": record["subject_root"], "commit": record["subject_commit"]}
    counted = [[code, "本年度已检查", elig.count(code)] for code in sorted(set(elig))]
    reveals = dict(record["reveals"])
    return {
        **{name: record[name] for name in ("plan_hash", "context", "seed", "ticket_key", "result_hash")},
        "rosters": [{**frozen, "count": len(rows), "eligible": elig.count("E"), "by_elig": counted}],
        "contributors": [
            {
                "label": code, "commit": commit, "committed_at": when, "secret": reveals[code],
                "revealed_at": when if reveals[code] else "",
            }
            for code, commit in record["commits"].items()
        ],
        "beacon": {
            "source": "drand 公开随机数信标（quicknet）", "round": record["beacon"][1], "value": record["beacon"][2], "at": when,
        },
        "counts": [["抽取检查对象", 8, "户"]],
        "hashes": [["对象名单摘要", record["selection_hash"]]],
        "times": [["公告", when], ["抽取", when]],
        "ending": {},
        "superseded_by": "",
        "former": {"aborted": 0, "voided": 0},
        "checkpoint_size": 0,
    }  # fmt: skip
