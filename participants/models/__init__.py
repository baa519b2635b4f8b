from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.calendar import CalendarFeed, Holiday
from participants.models.clusters import Cluster, ClusterAlias, ClusterRole, FollowedSector, Membership
from participants.models.contacts import ContactListEntry, ContactView
from participants.models.lists import DistributionList, ListAddress
from participants.models.messages import AccessLink, AccessLinkUse, MessageLedger
from participants.models.organisations import Organisation, OrganisationAlias, OrganisationGroup
from participants.models.people import Person, PersonEmail, PersonPhone
from participants.models.places import Place
from participants.models.profiles import Activity, Need, OrganisationProject, OrganisationSector, ProfileChange
from participants.models.upkeep import Erasure, HistoryGate, Merger

__all__ = [
    "AccessLink",
    "AccessLinkUse",
    "Activity",
    "Addressable",
    "CalendarFeed",
    "Cluster",
    "ClusterAlias",
    "ClusterRole",
    "ContactListEntry",
    "ContactView",
    "DistributionList",
    "Erasure",
    "HistoryGate",
    "FollowedSector",
    "Holiday",
    "ListAddress",
    "Membership",
    "Merger",
    "MessageLedger",
    "Need",
    "Organisation",
    "OrganisationAlias",
    "OrganisationGroup",
    "OrganisationProject",
    "OrganisationSector",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "Place",
    "ProfileChange",
    "User",
]
