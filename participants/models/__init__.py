from participants.models.accounts import User
from participants.models.base import Addressable
from participants.models.calendar import CalendarFeed, Holiday
from participants.models.clusters import Cluster, ClusterAlias, ClusterRole, Membership
from participants.models.contacts import ContactListEntry
from participants.models.lists import DistributionList, ListAddress
from participants.models.messages import AccessLink, AccessLinkUse, MessageLedger
from participants.models.organisations import Organisation, OrganisationAlias, OrganisationGroup
from participants.models.people import Person, PersonEmail, PersonPhone
from participants.models.places import Place

__all__ = [
    "AccessLink",
    "AccessLinkUse",
    "Addressable",
    "CalendarFeed",
    "Cluster",
    "ClusterAlias",
    "ClusterRole",
    "ContactListEntry",
    "DistributionList",
    "Holiday",
    "ListAddress",
    "Membership",
    "MessageLedger",
    "Organisation",
    "OrganisationAlias",
    "OrganisationGroup",
    "Person",
    "PersonEmail",
    "PersonPhone",
    "Place",
    "User",
]
