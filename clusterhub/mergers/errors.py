"""What is refused here. The message is French and meant for the person."""

from clusterhub.web.refusals import Refusal


class MergerRefused(Refusal):
    """These two cannot be made one, or not in this direction."""
