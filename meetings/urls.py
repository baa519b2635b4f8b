from django.urls import path, register_converter

from meetings.views import (
    attendance,
    document_life,
    documents,
    exports,
    lifecycle,
    meetings,
    proposals,
    sign_ins,
    templates,
)

app_name = "meetings"


class ButtonConverter:
    regex = "|".join(templates.BUTTONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ButtonConverter, "template_button")

urlpatterns = [
    path("reunions/", meetings.meeting_list, name="meeting_list"),
    path("reunions/exporter/", exports.meeting_export, name="meeting_export"),
    path("reunions/nouvelle/", meetings.meeting_create, name="meeting_create"),
    path("reunions/<uuid:uuid>/modifier/", meetings.meeting_edit, name="meeting_edit"),
    path("reunions/<uuid:uuid>/annoncer/", lifecycle.meeting_announce, name="meeting_announce"),
    path("reunions/<uuid:uuid>/deplacer/", lifecycle.meeting_reschedule, name="meeting_reschedule"),
    path("reunions/<uuid:uuid>/annuler/", lifecycle.meeting_cancel, name="meeting_cancel"),
    path("reunions/<uuid:uuid>/retablir/", lifecycle.meeting_restore, name="meeting_restore"),
    path("reunions/<uuid:uuid>/presences/", attendance.attendance, name="attendance"),
    path("reunions/<uuid:uuid>/presences/ajouter/", attendance.attendance_add, name="attendance_add"),
    path("reunions/<uuid:uuid>/presences/ligne/", attendance.attendance_line, name="attendance_line"),
    path("reunions/<uuid:uuid>/presences/code/", sign_ins.sign_in_code, name="sign_in_code"),
    path("reunions/<uuid:uuid>/presences/accepter/", sign_ins.sign_in_accept, name="sign_in_accept"),
    path("reunions/<uuid:uuid>/presences/ecarter/", sign_ins.sign_in_refuse, name="sign_in_refuse"),
    path("presence/<uuid:uuid>/<str:key>/", sign_ins.sign_in, name="sign_in"),
    path("reunions/<uuid:uuid>/presences/effectif/", attendance.headcount, name="headcount"),
    path("reunions/<uuid:uuid>/roles/", attendance.meeting_roles, name="meeting_roles"),
    path(
        "reunions/<uuid:uuid>/roles/<int:number>/retirer/", attendance.meeting_role_remove, name="meeting_role_remove"
    ),
    path("clusters/<uuid:uuid>/propositions/", proposals.proposal_list, name="proposal_list"),
    path("propositions/<uuid:uuid>/", proposals.proposal_decide, name="proposal_decide"),
    path("modeles/", templates.agenda_template_list, name="agenda_template_list"),
    path("modeles/nouveau/", templates.agenda_template_create, name="agenda_template_create"),
    path("modeles/<uuid:uuid>/", templates.agenda_template_detail, name="agenda_template_detail"),
    path("modeles/<uuid:uuid>/modifier/", templates.agenda_template_edit, name="agenda_template_edit"),
    path("modeles/<uuid:uuid>/supprimer/", templates.agenda_template_delete, name="agenda_template_delete"),
    path(
        "modeles/<uuid:uuid>/points/<int:number>/",
        templates.agenda_template_item_edit,
        name="agenda_template_item_edit",
    ),
    path(
        "modeles/<uuid:uuid>/points/<int:number>/<template_button:button>/",
        templates.agenda_template_item_press,
        name="agenda_template_item_press",
    ),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/nouveau/", documents.document_create, name="document_create"),
    path("documents/<uuid:uuid>/", documents.document_detail, name="document_detail"),
    path("documents/<uuid:uuid>/modifier/", documents.document_edit, name="document_edit"),
    path("documents/<uuid:uuid>/fichier/", documents.document_download, name="document_download"),
    path("documents/<uuid:uuid>/ouvrir/", document_life.document_open, name="document_open"),
    path("documents/<uuid:uuid>/projet/", document_life.document_take_back, name="document_take_back"),
    path("documents/<uuid:uuid>/valider/", document_life.document_validate, name="document_validate"),
    path("documents/<uuid:uuid>/diffuser/", document_life.document_distribute, name="document_distribute"),
    path("documents/<uuid:uuid>/message/", document_life.document_message, name="document_message"),
    path("documents/<uuid:uuid>/observations/", document_life.document_comment, name="document_comment"),
    path("documents/<uuid:uuid>/version/", document_life.document_new_version, name="document_new_version"),
    path("documents/<uuid:uuid>/joindre/", documents.document_attach, name="document_attach"),
    path(
        "documents/<uuid:uuid>/reunions/<uuid:meeting_uuid>/retirer/", documents.document_detach, name="document_detach"
    ),
]
