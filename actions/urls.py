from django.urls import path

from actions.views import actions, follow_up

app_name = "actions"

urlpatterns = [
    path("actions/", actions.action_list, name="action_list"),
    path("actions/nouvelle/", actions.action_create, name="action_create"),
    path("actions/<uuid:uuid>/", actions.action_detail, name="action_detail"),
    path("actions/<uuid:uuid>/modifier/", actions.action_edit, name="action_edit"),
    path("actions/<uuid:uuid>/responsables/", actions.action_owners, name="action_owners"),
    path("actions/<uuid:uuid>/retirer/", actions.action_withdraw, name="action_withdraw"),
    path("actions/<uuid:uuid>/suivi/", follow_up.action_report, name="action_report"),
    path("mes-actions/", follow_up.my_actions, name="my_actions"),
]
