"""The class and the retention of every field of this floor (``clusterhub.web.privacy``)."""

from clusterhub.web.privacy import Keep, Kept, Register, name_of

FIELDS: Register = {
    "ActionPoint": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster meeting item decided_on reference position description description_version "
        "owner_text is_owned priority visibility place sector due_text due_kind due_on due_meeting "
        "due_set_by recurrence postponed_to renewed_from status status_note override_reason completed_on "
        "confirmed_at depends_on withdrawn_at",
        personal="confirmed_by created_by",
    ),
    "ReferenceCounter": Kept(until=Keep.RECORD, cluster="cluster year month last"),
    "GapAction": Kept(until=Keep.RECORD, cluster="action"),
    "ActionOwner": Kept(
        until=Keep.RECORD,
        cluster="action kind part organisation role owner_cluster group position",
        personal="person written",
        copies={"written": name_of("person")},
    ),
    "ActionShare": Kept(
        until=Keep.RECORD,
        cluster="created_at action organisation status note completed_on postponed_to joined_on left_on",
    ),
    "ActionUpdate": Kept(
        until=Keep.RECORD,
        cluster="created_at action organisation link at before after comment due_before due_after proof_url documents "
        "corrects",
        personal="author author_name",
        copies={"author_name": name_of("author")},
        said={"comment": "author"},
    ),
    "ActionReview": Kept(
        until=Keep.RECORD,
        cluster="created_at action meeting times_carried fixed_at status status_note comment comment_version",
    ),
    "ActionHandover": Kept(
        until=Keep.RECORD,
        restricted="created_at action to_cluster text reason asked_at state answer answered_at copy",
        personal="asked_by answered_by",
        said={"reason": "asked_by", "answer": "answered_by"},
    ),
    "ContributionCall": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster title introduction parts due_on meeting document figures is_automatic closed_at",
        personal="created_by closed_by",
    ),
    "CallInvitee": Kept(until=Keep.RECORD, cluster="created_at call organisation reminder_wanted_on"),
    "CallAnswer": Kept(
        until=Keep.RECORD,
        restricted="created_at call organisation part content proposal link at",
        personal="said_by author",
        copies={"said_by": name_of("author")},
    ),
    "CallSetting": Kept(until=Keep.DIRECTORY, cluster="cluster is_on days_before parts introduction"),
    "ExportJob": Kept(
        until=Keep.EXPORT,
        restricted="created_at format state standings row_count done_count beat_at expires_at file",
        personal="user filters",
        goes=True,
    ),
    "SavedView": Kept(until=Keep.ACCOUNT, personal="created_at user name filters", goes=True),
}
