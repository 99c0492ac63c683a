"""What approvals refuse besides the rules of the core: a stream that has ended, or a text that is not the one shown."""


class ApprovalRefused(Exception):
    """The text says in Chinese what happened and what to do next."""


class AlreadyAnswered(ApprovalRefused):
    """The request was decided or withdrawn before."""


class ContentChanged(ApprovalRefused):
    """What the office saw is not what was submitted, or no longer is."""


class AlreadyAsked(ApprovalRefused):
    """The same matter is waiting for an answer."""
