"""The one error of this folder that is told to a person: what happened, and what to do next.

Source: 20-house §10. Takes: two Chinese sentences. Gives: an exception whose text is both.
"""


class WitnessRefused(ValueError):
    """Something about a witness, its store, its key or a carried file is not in order."""

    def __init__(self, message: str, remedy: str) -> None:
        """`message` says what happened and what was expected, `remedy` what to do next."""
        super().__init__(f"{message}。{remedy}")
        self.message = message
        self.remedy = remedy
