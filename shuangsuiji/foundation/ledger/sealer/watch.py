"""Sealing without end: look every few seconds, seal when the log has grown, stop cleanly between two seals.

Source: 50-ledger §6 (`--watch`, every 10 s when grown, heartbeat daily). Takes: the clock and the waiting, so that it can be tested.
A halt does not end the watch: pages show it, and when the cause is mended the next look seals on.
"""

from collections.abc import Callable
from datetime import datetime

from shuangsuiji.foundation.ledger.sealer.refusal import Halted, Retry
from shuangsuiji.foundation.ledger.sealer.sealing import Outcome, Sealer, seal

SECONDS_BETWEEN = 10.0

Told = Outcome | Halted | Retry | OSError


def watch(
    sealer: Sealer, *, clock: Callable[[], datetime], stopped: Callable[[float], bool], tell: Callable[[Told], None]
) -> bool:
    """Seal until `stopped(seconds)`, which waits, answers yes. Gives whether the last look was good.

    `tell` hears of everything done, and of a fault or of a witness's objection once, not again while it stays the same.
    """
    fault, alarms, good = "", tuple[str, ...](), True
    while True:
        try:
            outcome = seal(sealer, at=clock())
        except (Halted, Retry, OSError) as error:
            good = False
            if f"{type(error).__name__} {error}" != fault:
                fault = f"{type(error).__name__} {error}"
                tell(error)
        else:
            if outcome.did or outcome.alarms != alarms or not good:
                tell(outcome)
            fault, alarms, good = "", outcome.alarms, True
        if stopped(SECONDS_BETWEEN):
            return good
