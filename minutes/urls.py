from django.urls import URLPattern, include, path

from minutes.views import (
    approvals,
    archive,
    companions,
    contacts,
    dashboard,
    decisions,
    erratum,
    exports,
    feeds,
    keys,
    meeting,
    messages,
    pdf,
    pictures,
    profiles,
    publications,
    record,
    remarks,
    review,
    room,
    room_changes,
    sheets,
    signature,
    sitting,
    styles,
    texts,
    verification,
    word,
    worker,
)

app_name = "minutes"

room_urls = [
    path("", room.room, name="room"),
    path("points/", room_changes.item_add, name="item_add"),
    path("points/deplacer/", room_changes.item_move, name="item_move"),
    path("points/<uuid:item_uuid>/", room_changes.item_facts, name="item_facts"),
    path("points/<uuid:item_uuid>/etat/", room_changes.item_state, name="item_state"),
    path("points/<uuid:item_uuid>/supprimer/", room_changes.item_delete, name="item_delete"),
    path("points/<uuid:item_uuid>/documents/", room_changes.item_document, name="item_document"),
    path("points/<uuid:item_uuid>/conclusions/", room_changes.outcome_add, name="outcome_add"),
    path("points/<uuid:item_uuid>/actions/", room_changes.action_add, name="room_action_add"),
    path("conclusions/<uuid:outcome_uuid>/retirer/", room_changes.outcome_delete, name="outcome_delete"),
    path("suivi/<uuid:review_uuid>/", room_changes.review_report, name="review_report"),
    path("sections/", room_changes.section_add, name="section_add"),
    path("sections/<uuid:section_uuid>/supprimer/", room_changes.section_delete, name="section_delete"),
    path("ordre-du-jour/", room_changes.agenda_state, name="agenda_state"),
    path("ouvrir/", sitting.meeting_open, name="meeting_open"),
    path("lever/", sitting.meeting_close, name="meeting_close"),
    path("reprendre/", sitting.meeting_reopen, name="meeting_reopen"),
]

meeting_urls: list[URLPattern] = [
    path("", meeting.meeting_detail, name="meeting_detail"),
    path("messages/", messages.meeting_messages, name="meeting_messages"),
    path("textes/", texts.text_save, name="text_save"),
    path("images/", pictures.picture_add, name="picture_add"),
    path("textes/choix/", texts.text_choose, name="text_choose"),
]

record_urls: list[URLPattern] = [
    path("", record.record, name="record"),
    path("diffuser/", record.minutes_circulate, name="minutes_circulate"),
    path("relecture/", review.minutes_review, name="minutes_review"),
    path("brouillon/", record.minutes_back_to_draft, name="minutes_back_to_draft"),
    path("mise-en-page/", record.minutes_layout, name="minutes_layout"),
    path("corriger/", erratum.minutes_correct, name="minutes_correct"),
    path("corriger/renoncer/", erratum.minutes_give_up_correction, name="minutes_give_up_correction"),
    path("adopter/", record.minutes_adopt, name="minutes_adopt"),
    path("signer/<slug:role>/", signature.minutes_sign, name="minutes_sign"),
    path("signataires/<slug:role>/refuser/", signature.minutes_refuse, name="minutes_refuse"),
    path("signataires/rappel/", signature.minutes_remind, name="minutes_remind"),
    path("signataires/<slug:role>/", signature.minutes_replace_signer, name="minutes_replace_signer"),
    path("signataires/<slug:role>/renoncer/", signature.minutes_waive, name="minutes_waive"),
    path("publier/", publications.minutes_publish, name="minutes_publish"),
    path("publications/<slug:key>/retirer/", publications.minutes_withdraw, name="minutes_withdraw"),
    path("scan/", record.minutes_scan, name="minutes_scan"),
    path("remarques/", remarks.remark_add, name="remark_add"),
    path("remarques/<uuid:remark_uuid>/", remarks.remark_answer, name="remark_answer"),
    path("archive.zip", archive.meeting_archive, name="meeting_archive"),
    path("fichiers/<uuid:file_uuid>/", pdf.record_file, name="record_file"),
]

publication_urls: list[URLPattern] = [
    path("", publications.publication_list, name="publication_list"),
    path("<slug:key>/", publications.publication_detail, name="publication_detail"),
    path("<slug:key>/compte-rendu.pdf", publications.publication_pdf, name="publication_pdf"),
]

approval_urls: list[URLPattern] = [
    path("adopter/", approvals.approval_adopt, name="approval_adopt"),
    path("reserves/", approvals.approval_reserve, name="approval_reserve"),
    path("reporter/", approvals.approval_postpone, name="approval_postpone"),
]

verification_urls: list[URLPattern] = [
    path("", verification.verify, name="verify"),
    path("autorite.cer", verification.verify_authority, name="verify_authority"),
    path("autorites/<slug:code>.cer", verification.verify_authority_file, name="verify_authority_file"),
    path("autorites/<slug:code>.crl", verification.verify_crl, name="verify_crl"),
    path("confiance/", verification.verify_trust, name="verify_trust"),
    path("<slug:key>/", verification.verify, name="verify_key"),
]

key_urls: list[URLPattern] = [
    path("mon-compte/signature/", keys.my_signature, name="my_signature"),
    path("mon-compte/signature/importer/", keys.my_signature_import, name="my_signature_import"),
    path("mon-compte/signature/nouvelle/", keys.my_signature_new, name="my_signature_new"),
    path("mon-compte/signature/revoquer/", keys.my_signature_revoke, name="my_signature_revoke"),
    path("personnes/<uuid:uuid>/signature/", keys.person_signature, name="person_signature"),
    path("personnes/<uuid:uuid>/signature/nouvelle/", keys.person_signature_new, name="person_signature_new"),
    path("personnes/<uuid:uuid>/signature/revoquer/", keys.person_signature_revoke, name="person_signature_revoke"),
]

urlpatterns = [
    *key_urls,
    path("comptes-rendus/", dashboard.record_list, name="record_list"),
    path("clusters/<uuid:uuid>/tableau-de-bord/", dashboard.dashboard, name="dashboard"),
    path("clusters/<uuid:uuid>/tableau-de-bord.pdf", dashboard.dashboard_pdf, name="dashboard_pdf"),
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/<uuid:uuid>/remplacer/", decisions.decision_replace, name="decision_replace"),
    path("decisions/exporter/", exports.decision_export, name="decision_export"),
    path("images/<uuid:uuid>/", pictures.picture, name="picture"),
    path("verifier/", include(verification_urls)),
    path("publications/", include(publication_urls)),
    path("agendas/<uuid:uuid>-<slug:key>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("clusters/<uuid:uuid>/agenda/", feeds.cluster_feed, name="cluster_feed"),
    path("organisations/<uuid:uuid>/profil/fiche/", profiles.profile_sheet, name="profile_sheet"),
    path("organisations/<uuid:uuid>/agenda/", feeds.organisation_feed, name="organisation_feed"),
    path("clusters/<uuid:uuid>/mise-en-page/", styles.cluster_style, name="cluster_style"),
    path("clusters/<uuid:uuid>/mise-en-page/logos/", styles.logo_add, name="logo_add"),
    path("clusters/<uuid:uuid>/mise-en-page/logos/<uuid:logo>/", styles.logo_picture, name="logo_picture"),
    path("clusters/<uuid:uuid>/mise-en-page/logos/<uuid:logo>/retirer/", styles.logo_remove, name="logo_remove"),
    path("clusters/<uuid:uuid>/archive/", archive.cluster_archive, name="cluster_archive"),
    path("clusters/<uuid:uuid>/signatures/", signature.signing_policy, name="signing_policy"),
    path("reunions/saisie.js", worker.room_worker, name="room_worker"),
    path("reunions/<uuid:uuid>/", include(meeting_urls)),
    path("reunions/<uuid:uuid>/saisie/", include(room_urls)),
    path("reunions/<uuid:uuid>/compte-rendu/", include(record_urls)),
    path("reunions/<uuid:uuid>/approbation/<uuid:record_uuid>/", include(approval_urls)),
    path("reunions/<uuid:uuid>/feuille-emargement.pdf", companions.sign_in_sheet, name="sign_in_sheet"),
    path("reunions/<uuid:uuid>/fiche-de-suivi.pdf", companions.follow_up_sheet, name="follow_up_sheet"),
    path("reunions/<uuid:uuid>/fiche-de-suivi/sceller/", sheets.sheet_seal, name="sheet_seal"),
    path("reunions/<uuid:uuid>/convocation.pdf", companions.convocation, name="convocation"),
    path("fiches-de-suivi/<uuid:uuid>.pdf", sheets.sheet_file, name="sheet_file"),
    path("clusters/<uuid:uuid>/fiches-de-suivi/", sheets.sheet_list, name="sheet_list"),
    path("clusters/<uuid:uuid>/contacts/", contacts.contact_list, name="contact_list"),
    path("reunions/<uuid:uuid>/compte-rendu.pdf", pdf.record_pdf, name="record_pdf"),
    path("reunions/<uuid:uuid>/compte-rendu.docx", word.record_word, name="record_word"),
]
