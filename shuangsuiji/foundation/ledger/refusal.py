"""What the ledger refuses: misuse by our own code, a busy database, a log that is not what it was."""


class LedgerMisuse(Exception):
    """Our own code is wrong: a command in a command, none where one is needed, an act without an event."""


class Busy(Exception):
    """The database could not take the act now, three times over. Nothing was written; the draft is kept."""


class WritesRefused(Exception):
    """Reading stays, writing stops, until somebody has looked. `reasons` are sentences in Chinese with their remedies."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


class ClockBehind(Exception):
    """The act's time lies before what the log already says."""
