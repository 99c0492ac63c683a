"""Why a paper is not made."""


class PaperRefused(ValueError):
    """The form is unknown or the data do not fit it. The text says so in Chinese."""


class FontMissing(PaperRefused):
    """No Chinese font is installed: the paper would show boxes."""


class NumberTaken(Exception):
    """Another paper of the same form took the number meanwhile; nothing was written, number and render anew."""
