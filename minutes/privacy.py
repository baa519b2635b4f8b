"""The class and the retention of every field of this floor (``clusterhub.web.privacy``)."""

from clusterhub.web.privacy import Keep, Kept, Register, detail_of, name_of

FROZEN = (
    "Une version figée est la preuve de ce qui a été dit, diffusé et signé : son empreinte et ses signatures ne "
    "vaudraient plus rien si un mot en changeait. Elle reste, lue par ceux qui pouvaient déjà la lire."
)
SIGNED = "Qui a signé quoi, et avec quel certificat, prouve la signature d’un fichier qui reste."

FIELDS: Register = {
    "Minutes": Kept(until=Keep.RECORD, cluster="meeting state layout document_name comments_until"),
    "MinutesEvent": Kept(until=Keep.RECORD, cluster="minutes before after reason at", personal="actor"),
    "MinutesVersion": Kept(
        until=Keep.RECORD,
        cluster="created_at minutes number kind content content_sha256 public_key reason supersedes frozen_at",
        personal="frozen_by",
        stays=dict.fromkeys(("content", "reason"), FROZEN),
    ),
    "MinutesFile": Kept(
        until=Keep.RECORD,
        cluster="created_at version edition kind signatures_count file sha256 size issued_at",
        stays={"file": FROZEN},
    ),
    "Remark": Kept(
        until=Keep.RECORD,
        cluster="created_at version passage kind text made_at answer answer_note answered_at",
        personal="author answered_by",
        said={"text": "author", "answer_note": "answered_by"},
    ),
    "Approval": Kept(until=Keep.RECORD, cluster="item minutes verdict version reason at", personal="by"),
    "Reservation": Kept(until=Keep.RECORD, cluster="approval text organisation organisation_name remark"),
    "Circulation": Kept(until=Keep.RECORD, cluster="version comments_until to_members list_names"),
    "Addressee": Kept(
        until=Keep.RECORD,
        restricted="circulation source has_access",
        personal="name address person",
        copies={"name": name_of("person"), "address": detail_of("person")},
    ),
    "Opening": Kept(until=Keep.OPENING, restricted="version day means at", personal="reader"),
    "RoomVisitor": Kept(until=Keep.MOMENT, restricted="meeting place seen_at", personal="user", goes=True),
    "Decision": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster minutes version outcome taken_on position item_title text is_restricted left_on",
    ),
    "DecisionReplacement": Kept(until=Keep.RECORD, cluster="decision by_decision note at", personal="author"),
    # --- Signatures ---------------------------------------------------------------------------------------------------
    "Signature": Kept(
        until=Keep.RECORD,
        cluster="version edition role signed_at fingerprint file",
        personal="signer signer_name job_title stands_for",
        stays=dict.fromkeys(("signer_name", "job_title", "stands_for"), SIGNED),
    ),
    "SigningIdentity": Kept(
        until=Keep.RECORD,
        public="cluster source fingerprint certificate valid_until replaced_at revoked_at revocation_reason "
        "compromised_since created_at",
        restricted="key_file",
        personal="person revoked_by",
        stays=dict.fromkeys(("certificate", "key_file"), SIGNED),
    ),
    "SigningPolicy": Kept(
        until=Keep.DIRECTORY,
        cluster="cluster by_rapporteur by_reviewer by_chair by_seal in_order remind_after_days",
    ),
    "SigningEvent": Kept(
        until=Keep.RECORD,
        cluster="minutes version kind role organisation_name reason at",
        personal="person name job_title actor",
        copies={"name": name_of("person"), "job_title": detail_of("person")},
    ),
    "Publication": Kept(
        until=Keep.RECORD,
        public="version key file content content_sha256 published_at",
        cluster="withdrawn_at withdrawn_reason",
        personal="published_by withdrawn_by",
        stays={"content": FROZEN},
    ),
    "SealedSheet": Kept(
        until=Keep.RECORD,
        cluster="created_at cluster meeting number content content_sha256 public_key file sha256 size sealed_at "
        "fingerprint",
        personal="sealed_by signer_name job_title",
        stays=dict.fromkeys(("content", "file", "signer_name", "job_title"), FROZEN),
    ),
    # --- How records look ---------------------------------------------------------------------------------------------
    "ClusterStyle": Kept(until=Keep.DIRECTORY, cluster="cluster document_name header_text footer_text role_labels"),
    "ClusterLogo": Kept(until=Keep.DIRECTORY, public="created_at style alt data media_type sha256 width height"),
}
