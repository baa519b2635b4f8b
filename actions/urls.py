from django.urls import path

from actions.views import actions, exports, follow_up

app_name = "actions"

urlpatterns = [
    path("actions/", actions.action_list, name="action_list"),
    path("actions/nouvelle/", actions.action_create, name="action_create"),
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
    path("mes-actions/", follow_up.my_actions, name="my_actions"),
]
