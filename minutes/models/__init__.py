from minutes.models.approvals import Approval, Reservation
from minutes.models.circulation import Addressee, Circulation, Opening
from minutes.models.decisions import Decision, DecisionReplacement
from minutes.models.files import MinutesFile, Signature
from minutes.models.keys import SigningIdentity
from minutes.models.minutes import Minutes, MinutesEvent, MinutesVersion
from minutes.models.presence import RoomVisitor
from minutes.models.publications import Publication
from minutes.models.remarks import Remark
from minutes.models.sheets import SealedSheet
from minutes.models.signing import SigningEvent, SigningPolicy
from minutes.models.styles import ClusterLogo, ClusterStyle

__all__ = [
    "Addressee",
    "Approval",
    "Circulation",
    "Opening",
    "Reservation",
    "ClusterLogo",
    "ClusterStyle",
    "Decision",
    "DecisionReplacement",
    "Minutes",
    "MinutesEvent",
    "MinutesFile",
    "MinutesVersion",
    "Publication",
    "Remark",
    "RoomVisitor",
    "SealedSheet",
    "Signature",
    "SigningEvent",
    "SigningIdentity",
    "SigningPolicy",
]
