"""What the stage refuses besides the rules: the text says in Chinese what happened and what to do next."""

from shuangsuiji.foundation.approvals.refusal import ApprovalRefused


class PlansRefused(ApprovalRefused):
    """The paper is not in a state in which this can be done."""
