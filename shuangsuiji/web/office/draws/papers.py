"""The printed record of a draw: how it came about, with every digest, and where in the log it stands. Sealed rosters: no names.

Source: 第十三条（二）, 第十四条; 30-domain §6 (抽取记录); 70-interface §4, §9.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.timezone import localtime

from shuangsuiji.foundation.ledger.published import Published
from shuangsuiji.stages.draws.queries.recorded import Recorded
from shuangsuiji.web.office.draws.words import SOURCES


def record_values(told: Mapping[str, Any], recorded: Recorded, published: Published) -> dict[str, Any]:
    """The values of the form; `told` is what the hall shows (`shown.hall`)."""
    draw, standing = told["draw"], told["standing"]
    beacon = draw.plan["beacon"]
    index, leaf = recorded.place
    return {
        "org": draw.task.department.name,
        "number": draw.number,
        "title": "抽取记录",
        "task_name": draw.task.name,
        "draw_id": draw.number,
        "ordinal": draw.ordinal,
        "mode": draw.get_mode_display(),
        "drawn_at": f"{localtime(draw.result.at):%Y-%m-%d %H:%M:%S}",
        "contributors": [
            {"name": each.label, "commit": each.commit or "（未承诺）", "reveal": each.secret or "MISSING"}
            for each in standing.parties
        ],
        "beacon": {
            "source": SOURCES.get(beacon["source"], beacon["source"]),
            "round": beacon["round"],
            "value": draw.public_number.value,
        },
        "seed": draw.public_number.seed,
        "strata": [
            {"label": f"第 {number} 层", **asdict(counts)} for number, counts in enumerate(recorded.strata, start=1)
        ],
        "digests": [
            {"label": label, "value": value or "—"}
            for label, value in (
                ("方案摘要", draw.plan_hash),
                ("上下文", draw.freeze.context),
                ("对象名单摘要", draw.result.selection_hash),
                ("人员名单摘要", draw.result.assignment_hash),
                ("结果摘要", draw.result.result_hash),
            )
        ],
        "log": {
            "origin": published.origin, "index": index, "leaf_hash": leaf, "size": published.size, "root": published.root.hex(),
        },
    }  # fmt: skip
