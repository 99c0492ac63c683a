"""The townships of 濮阳县 with their division codes, and how many of the demo's firms lie in each.

Source: the statistical division codes (9 digits), public administrative facts. The weights are invented.
"""

from typing import NamedTuple


class Town(NamedTuple):
    """A township: its name as registers write it, its 9-digit division code, its weight among the demo's firms."""

    name: str
    code: str
    weight: int


TOWNS = (
    Town("城关镇", "410928100", 30),
    Town("柳屯镇", "410928101", 9),
    Town("文留镇", "410928102", 8),
    Town("庆祖镇", "410928103", 5),
    Town("八公桥镇", "410928104", 5),
    Town("徐镇镇", "410928106", 4),
    Town("户部寨镇", "410928107", 4),
    Town("鲁河镇", "410928108", 4),
    Town("子岸镇", "410928109", 4),
    Town("胡状镇", "410928110", 4),
    Town("王称堌镇", "410928111", 3),
    Town("梁庄镇", "410928112", 3),
    Town("清河头乡", "410928202", 4),
    Town("白堽乡", "410928206", 2),
    Town("梨园乡", "410928207", 2),
    Town("五星乡", "410928208", 2),
    Town("郎中乡", "410928211", 2),
    Town("海通乡", "410928212", 1),
    Town("渠村乡", "410928213", 2),
    Town("习城乡", "410928214", 2),
)


def town_codes() -> dict[str, str]:
    """Township name → division code, as the importer wants it to turn the column 区域 into `town`."""
    return {town.name: town.code for town in TOWNS}
