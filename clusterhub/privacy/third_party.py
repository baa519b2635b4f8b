"""The class and the retention of what the libraries' tables and the index hold (``clusterhub.web.privacy``)."""

from clusterhub.web.privacy import Keep, Kept, Register

SEARCH: Register = {
    "Entry": Kept(until=Keep.SOURCE, cluster="kind key cluster_id on text"),
    "Posting": Kept(until=Keep.SOURCE, cluster="stem kind cluster_id on entry"),
}
POST_OFFICE: Register = {
    "Email": Kept(
        until=Keep.MAIL,
        restricted="from_email status recipient_delivery_status priority created last_updated scheduled_time "
        "expires_at message_id number_of_retries headers template backend_alias",
        personal="to cc bcc subject message html_message context",
    ),
    "Log": Kept(until=Keep.MAIL, restricted="email date status exception_type", personal="message"),
    "Attachment": Kept(until=Keep.MAIL, restricted="name mimetype headers emails", personal="file"),
    "EmailTemplate": Kept(
        until=Keep.PROGRAM,
        restricted="name description created last_updated subject content html_content language default_template",
    ),
}
AXES: Register = {
    name: Kept(
        until=Keep.SIGN_IN,
        restricted="http_accept path_info attempt_time " + more,
        personal="user_agent ip_address username",
    )
    for name, more in {
        "AccessAttempt": "get_data post_data failures_since_start",
        "AccessFailureLog": "locked_out",
        "AccessLog": "logout_time session_hash",
    }.items()
} | {"AccessAttemptExpiration": Kept(until=Keep.SIGN_IN, restricted="access_attempt expires_at")}
SESSIONS: Register = {
    "Session": Kept(until=Keep.SESSION, restricted="session_key expire_date", personal="session_data"),
}
ADMIN: Register = {
    "LogEntry": Kept(
        until=Keep.CONTACT_LOG,
        restricted="action_time content_type object_id action_flag",
        personal="user object_repr change_message",
    ),
}
AUTH: Register = {
    "Permission": Kept(until=Keep.PROGRAM, restricted="name content_type codename"),
    "Group": Kept(until=Keep.DIRECTORY, restricted="name permissions"),
}
CONTENT_TYPES: Register = {"ContentType": Kept(until=Keep.PROGRAM, restricted="app_label model")}
