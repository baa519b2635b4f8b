from django.urls import path

from actions.views import actions, exports, follow_up, following, handovers, import_list, partner_links, partners

app_name = "actions"

urlpatterns = [
    path("actions/", actions.action_list, name="action_list"),
    path("actions/nouvelle/", actions.action_create, name="action_create"),
    path("actions/importer/", import_list.action_import, name="action_import"),
    path("actions/exporter/", exports.action_export, name="action_export"),
    path("actions/exports/", exports.export_start, name="export_start"),
    path("actions/exports/<uuid:uuid>/", exports.export_detail, name="export_detail"),
    path("actions/exports/<uuid:uuid>/fichier/", exports.export_file, name="export_file"),
    path("actions/exports/<uuid:uuid>/supprimer/", exports.export_drop, name="export_drop"),
    path("actions/<uuid:uuid>/", actions.action_detail, name="action_detail"),
    path("actions/<uuid:uuid>/modifier/", actions.action_edit, name="action_edit"),
    path("actions/<uuid:uuid>/responsables/", actions.action_owners, name="action_owners"),
    path("actions/<uuid:uuid>/retirer/", actions.action_withdraw, name="action_withdraw"),
    path("actions/<uuid:uuid>/suivi/", follow_up.action_report, name="action_report"),
    path("actions/<uuid:uuid>/confirmer/", following.action_confirm, name="action_confirm"),
    path("actions/<uuid:uuid>/date/", following.date_give, name="date_give"),
    path("actions/<uuid:uuid>/date/demander/", following.date_ask, name="date_ask"),
    path("actions/<uuid:uuid>/transmettre/", handovers.handover_add, name="handover_add"),
    path("transmissions/", handovers.handover_list, name="handover_list"),
    path("transmissions/<uuid:uuid>/", handovers.handover_detail, name="handover_detail"),
    path("mes-actions/", follow_up.my_actions, name="my_actions"),
    path("clusters/<uuid:uuid>/partenaires/", partner_links.partner_list, name="partner_list"),
    path("clusters/<uuid:uuid>/partenaires/<uuid:part>/", partner_links.partner_detail, name="partner_detail"),
    path("clusters/<uuid:uuid>/partenaires/<uuid:part>/envoyer/", partner_links.partner_send, name="partner_send"),
    path("clusters/<uuid:uuid>/partenaires/<uuid:part>/message/", partner_links.partner_copy, name="partner_copy"),
    path("clusters/<uuid:uuid>/partenaires/<uuid:part>/retirer/", partner_links.partner_revoke, name="partner_revoke"),
    path(
        "clusters/<uuid:uuid>/partenaires/<uuid:part>/liens/<uuid:link>/",
        partner_links.partner_link_act,
        name="partner_link_act",
    ),
    path("p/<slug:key>/", partners.partner_page, name="partner_page"),
    path("p/<slug:key>/prolonger/", partners.partner_renew, name="partner_renew"),
    path("p/<slug:key>/<uuid:uuid>/", partners.partner_report, name="partner_report"),
]
