"""What goes with a record. A companion is a folder with a `template.html` and a `style.css`, and one dataclass."""

from minutes.companions.contacts import ContactGroup, ContactLine, ContactList
from minutes.companions.convocation import AgendaLine, Convocation
from minutes.companions.follow_up import FollowUpGroup, FollowUpLine, FollowUpSheet
from minutes.companions.page import Companion, companion_html
from minutes.companions.profile import ActivityLine, ActivityTable, FocalPoint, ProfileSheet
from minutes.companions.reviews import Cell, Figure, Panel, Review
from minutes.companions.seal import SIGNATURE, Seal
from minutes.companions.sign_in import Signatory, SignInSheet

__all__ = [
    "SIGNATURE",
    "ActivityLine",
    "ActivityTable",
    "AgendaLine",
    "Cell",
    "Companion",
    "ContactGroup",
    "ContactLine",
    "ContactList",
    "Convocation",
    "Figure",
    "FocalPoint",
    "FollowUpGroup",
    "FollowUpLine",
    "FollowUpSheet",
    "Panel",
    "Review",
    "ProfileSheet",
    "Seal",
    "SignInSheet",
    "Signatory",
    "companion_html",
]
