"""The class and the retention of every field of this floor (``clusterhub.web.privacy``)."""

from clusterhub.web.privacy import Keep, Kept, Register, detail_of, name_of

WHO_DID_WHAT = "Qui a tenu le répertoire reste lisible, sous le pseudonyme de la personne."

FIELDS: Register = {
    # --- Organisations and places: public among accounts --------------------------------------------------------------
    "Organisation": Kept(
        until=Keep.DIRECTORY,
        public="created_at name acronym kind parent website is_active places presentation merged_into",
    ),
    "OrganisationAlias": Kept(until=Keep.DIRECTORY, public="organisation text folded is_own"),
    "OrganisationSector": Kept(until=Keep.DIRECTORY, public="organisation sector"),
    "OrganisationProject": Kept(until=Keep.DIRECTORY, public="organisation code title"),
    "OrganisationGroup": Kept(until=Keep.DIRECTORY, cluster="created_at cluster name folded organisations"),
    "Activity": Kept(
        until=Keep.DIRECTORY,
        cluster="created_at organisation cluster sector place state description starts_on ends_on project_code source "
        "reported_on withdrawn_at",
    ),
    "Need": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster sector place text organisation source declared_on link withdrawn_at",
        personal="by by_name withdrawn_by",
        copies={"by_name": name_of("by")},
        said={"text": "by"},
    ),
    "ProfileChange": Kept(
        until=Keep.RECORD,
        cluster="organisation activity act changes link at",
        personal="by by_name",
        copies={"by_name": name_of("by")},
    ),
    "Place": Kept(until=Keep.DIRECTORY, public="code code_system name level parent valid_from valid_to"),
    "Holiday": Kept(until=Keep.DIRECTORY, public="created_at name on is_yearly"),
    # --- Clusters -----------------------------------------------------------------------------------------------------
    "Cluster": Kept(
        until=Keep.DIRECTORY,
        public="created_at name short_name code kind sector level parent place lead_organisation co_facilitators "
        "is_active",
        cluster="cadence cadence_weekday cadence_week usual_start usual_minutes usual_venue usual_host layout "
        "comment_days prints_contacts attaches_pdf followed_places first_reminder_days last_reminder_days",
    ),
    "ClusterAlias": Kept(until=Keep.DIRECTORY, public="cluster text folded is_own"),
    "FollowedSector": Kept(until=Keep.DIRECTORY, cluster="cluster sector"),
    "Membership": Kept(until=Keep.RECORD, cluster="created_at cluster organisation status since until"),
    "CalendarFeed": Kept(
        until=Keep.DIRECTORY, cluster="created_at cluster organisation revoked_at", personal="created_by revoked_by"
    ),
    # --- People -------------------------------------------------------------------------------------------------------
    "Person": Kept(
        until=Keep.PERSON,
        cluster="created_at is_active erased_at",
        personal="name folded organisation job_title wants_reminders wants_digest merged_into",
    ),
    "PersonEmail": Kept(until=Keep.CONTACTS, personal="person email position", goes=True),
    "PersonPhone": Kept(until=Keep.CONTACTS, personal="person number position", goes=True),
    "ClusterRole": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster role organisation since until",
        personal="person topic",
        copies={"topic": detail_of("person")},
    ),
    "User": Kept(
        until=Keep.ACCOUNT,
        restricted="password is_superuser groups user_permissions",
        personal="email person is_active is_staff joined_at last_login",
    ),
    # --- Lists, links, messages ---------------------------------------------------------------------------------------
    "DistributionList": Kept(
        until=Keep.DIRECTORY,
        restricted="created_at cluster name folded place organisations is_active",
        personal="people",
    ),
    "ListAddress": Kept(until=Keep.DIRECTORY, restricted="distribution_list", personal="name email"),
    "AccessLink": Kept(
        until=Keep.LINK,
        restricted="created_at purpose organisation cluster key_hash expires_at used_at revoked_at",
        personal="person sent_to created_by revoked_by",
        copies={"sent_to": detail_of("person")},
    ),
    "AccessLinkUse": Kept(until=Keep.LINK, restricted="link at act", personal="name"),
    "MessageLedger": Kept(until=Keep.PERSON, restricted="purpose about for_date queued_at", personal="recipient"),
    # --- Who saw whom, and what was done to the directory -------------------------------------------------------------
    "ContactListEntry": Kept(
        until=Keep.CONTACT_LOG,
        restricted="cluster distribution_list format people_count at",
        personal="person by",
    ),
    "ContactView": Kept(
        until=Keep.CONTACT_LOG, restricted="organisation cluster people_count day at", personal="by person"
    ),
    "Merger": Kept(
        until=Keep.RECORD,
        restricted="created_at into_organisation from_organisation moved reason at",
        personal="into_person from_person by",
    ),
    "Erasure": Kept(until=Keep.RECORD, restricted="created_at number rewritten at", personal="person by"),
    "HistoryGate": Kept(until=Keep.MOMENT, restricted="purpose"),
}
