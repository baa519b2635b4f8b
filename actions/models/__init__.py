from actions.models.actions import ActionPoint, ReferenceCounter
from actions.models.calls import CallAnswer, CallInvitee, CallSetting, ContributionCall
from actions.models.exports import ExportJob
from actions.models.gaps import GapAction
from actions.models.handovers import ActionHandover
from actions.models.history import ActionReview, ActionUpdate
from actions.models.owners import ActionOwner, ActionShare
from actions.models.views import SavedView

__all__ = [
    "ActionHandover",
    "ActionOwner",
    "ActionPoint",
    "ActionReview",
    "ActionShare",
    "ActionUpdate",
    "CallAnswer",
    "CallInvitee",
    "CallSetting",
    "ContributionCall",
    "ExportJob",
    "GapAction",
    "ReferenceCounter",
    "SavedView",
]
