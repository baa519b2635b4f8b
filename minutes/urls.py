from django.urls import URLPattern, include, path

from minutes.views import (
    companions,
    erratum,
    meeting,
    pdf,
    record,
    remarks,
    review,
    room,
    room_changes,
    signature,
    sitting,
    texts,
    verification,
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
    path("textes/", texts.text_save, name="text_save"),
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
    path("scan/", record.minutes_scan, name="minutes_scan"),
    path("remarques/", remarks.remark_add, name="remark_add"),
    path("remarques/<uuid:remark_uuid>/", remarks.remark_answer, name="remark_answer"),
    path("fichiers/<uuid:file_uuid>/", pdf.record_file, name="record_file"),
]

verification_urls: list[URLPattern] = [
    path("", verification.verify, name="verify"),
    path("autorite.cer", verification.verify_authority, name="verify_authority"),
    path("<slug:key>/", verification.verify, name="verify_key"),
]

urlpatterns = [
    path("verifier/", include(verification_urls)),
    path("reunions/<uuid:uuid>/", include(meeting_urls)),
    path("reunions/<uuid:uuid>/saisie/", include(room_urls)),
    path("reunions/<uuid:uuid>/compte-rendu/", include(record_urls)),
    path("reunions/<uuid:uuid>/feuille-emargement.pdf", companions.sign_in_sheet, name="sign_in_sheet"),
    path("reunions/<uuid:uuid>/fiche-de-suivi.pdf", companions.follow_up_sheet, name="follow_up_sheet"),
    path("reunions/<uuid:uuid>/compte-rendu.pdf", pdf.record_pdf, name="record_pdf"),
]
