"""What is refused here. The message is French and meant for the person."""


class MergerRefused(Exception):
    """These two cannot be made one, or not in this direction."""
