"""What is turned away at the door, and what is found wrong on the shelf."""


class UploadRefused(ValueError):
    """A file cannot be taken in. `reason` and `remedy` are Chinese sentences without a final stop."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}。{remedy}。")
        self.reason = reason
        self.remedy = remedy


class FileDamaged(Exception):
    """A stored file is not what its digest says, or is gone."""
