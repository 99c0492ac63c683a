"""Results as a table in the terminal and as JSON.

Ratios first: how many times a plain sample, a full sort, or as many bare hashes; then seconds beside the target.
"""

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Result:
    """One timed work. Seconds are medians; `megabytes` is 0 where memory was not measured, its target 0 where none is set."""

    roster: str
    work: str
    seconds: float
    target_seconds: float
    measures: dict[str, float]
    megabytes: int = 0
    target_megabytes: int = 0

    @property
    def within(self) -> bool:
        """Whether time and, where a target is set, memory stay below their targets."""
        memory = not self.target_megabytes or self.megabytes < self.target_megabytes
        return self.seconds < self.target_seconds and memory

    def ratio(self, measure: str) -> float:
        """How many times as long as this measure."""
        return self.seconds / self.measures[measure]


def machine() -> str:
    """The machine in one line: what seconds are worth depends on it."""
    return f"Python {platform.python_version()}，{platform.machine()}，{platform.system()}"


def as_json(results: Sequence[Result]) -> str:
    """Everything measured, with the ratios."""
    rows = [
        {**asdict(result), "ratios": {name: result.ratio(name) for name in result.measures}, "within": result.within}
        for result in results
    ]
    return json.dumps({"machine": machine(), "results": rows}, ensure_ascii=False, indent=2)


def show(results: Sequence[Result], console: Console) -> None:
    """Print the table, one column per work."""
    table = Table(
        title=f"抽取性能（{machine()}）", caption="倍数：相对于同一次运行中轮流计时的三种基准；时间为处理器秒的中位数"
    )
    table.add_column("")
    for result in results:
        table.add_column(f"{result.roster}\n{result.work}", justify="right")
    for measure in results[0].measures:
        table.add_row(f"比 {measure}", *(f"{result.ratio(measure):.1f} 倍" for result in results))
    table.add_section()
    table.add_row("时间", *(f"{result.seconds:.2f} 秒" for result in results))
    table.add_row("时间目标", *(f"< {result.target_seconds:g} 秒" for result in results))
    table.add_row("内存峰值", *(f"{result.megabytes} MB" if result.megabytes else "未测" for result in results))
    table.add_row(
        "内存目标", *(f"< {result.target_megabytes} MB" if result.target_megabytes else "未设" for result in results)
    )
    table.add_row("达标", *("是" if result.within else "否" for result in results))
    console.print(table)
