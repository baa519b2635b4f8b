"""What goes with a record. A companion is a folder with a `template.html` and a `style.css`, and one dataclass."""

from minutes.companions.follow_up import FollowUpGroup, FollowUpLine, FollowUpSheet
from minutes.companions.page import Companion, companion_html
from minutes.companions.sign_in import Signatory, SignInSheet

__all__ = ["Companion", "FollowUpGroup", "FollowUpLine", "FollowUpSheet", "SignInSheet", "Signatory", "companion_html"]
