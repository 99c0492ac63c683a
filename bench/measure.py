"""Take times fairly: the contestants take turns, every round in another order, and the median counts.

Takes: functions without arguments. Gives: seconds, and the largest memory a process has held.
"""

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping

Work = Callable[[], object]


def medians(contestants: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """Median seconds of each contestant over `rounds`; garbage is collected before each start, never charged to the next."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            times[name].append(seconds(contestants[name]))
    return {name: statistics.median(taken) for name, taken in times.items()}


def seconds(work: Work) -> float:
    """Processor seconds of one call. All work here is one thread of pure computing: on an idle machine these are wall-clock
    seconds, and on a busy one they do not count what others do.
    """
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_megabytes() -> int:
    """The most memory this process has held so far (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
