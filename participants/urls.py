from django.urls import path

from participants.views import accounts, calendar, cluster_parts, clusters, exports, lists, organisations, paste, people

app_name = "participants"

urlpatterns = [
    path("connexion/", accounts.SignIn.as_view(), name="login"),
    path("deconnexion/", accounts.SignOut.as_view(), name="logout"),
    path("mot-de-passe-oublie/", accounts.password_link, name="password_link"),
    path("mot-de-passe-oublie/envoye/", accounts.password_link_sent, name="password_link_sent"),
    path("mot-de-passe-oublie/<uidb64>/<token>/", accounts.PasswordChoose.as_view(), name="password_choose"),
    path("invitation/<str:key>/", accounts.invitation, name="invitation"),
    path("mon-compte/", accounts.account, name="account"),
    path("mon-compte/mot-de-passe/", accounts.PasswordChange.as_view(), name="password_change"),
    path("mon-compte/courriels/", calendar.mail_choices, name="mail_choices"),
    path("courriels/arreter/<str:value>/", calendar.mail_stop, name="mail_stop"),
    path("jours-feries/", calendar.holiday_list, name="holiday_list"),
    path("jours-feries/nouveau/", calendar.holiday_create, name="holiday_create"),
    path("jours-feries/<uuid:uuid>/", calendar.holiday_edit, name="holiday_edit"),
    path("jours-feries/<uuid:uuid>/retirer/", calendar.holiday_remove, name="holiday_remove"),
    path("demarrage/", accounts.setup, name="setup"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/nouvelle/", organisations.organisation_create, name="organisation_create"),
    path("organisations/exporter/", exports.organisation_export, name="organisation_export"),
    path("organisations/coller/", paste.organisation_paste, name="organisation_paste"),
    path("organisations/<uuid:uuid>/", organisations.organisation_detail, name="organisation_detail"),
    path("organisations/<uuid:uuid>/modifier/", organisations.organisation_edit, name="organisation_edit"),
    path("personnes/", people.person_list, name="person_list"),
    path("personnes/nouvelle/", people.person_create, name="person_create"),
    path("personnes/coller/", paste.person_paste, name="person_paste"),
    path("personnes/<uuid:uuid>/", people.person_detail, name="person_detail"),
    path("personnes/<uuid:uuid>/modifier/", people.person_edit, name="person_edit"),
    path("personnes/<uuid:uuid>/inviter/", people.person_invite, name="person_invite"),
    path("clusters/", clusters.cluster_list, name="cluster_list"),
    path("clusters/nouveau/", clusters.cluster_create, name="cluster_create"),
    path("clusters/<uuid:uuid>/", clusters.cluster_detail, name="cluster_detail"),
    path("clusters/<uuid:uuid>/modifier/", clusters.cluster_edit, name="cluster_edit"),
    path("clusters/<uuid:uuid>/membres/nouveau/", cluster_parts.membership_add, name="membership_add"),
    path("clusters/<uuid:uuid>/membres/<uuid:part>/", cluster_parts.membership_edit, name="membership_edit"),
    path("clusters/<uuid:uuid>/roles/nouveau/", cluster_parts.role_add, name="role_add"),
    path("clusters/<uuid:uuid>/roles/<uuid:part>/", cluster_parts.role_edit, name="role_edit"),
    path("clusters/<uuid:uuid>/groupes/nouveau/", cluster_parts.group_add, name="group_add"),
    path("clusters/<uuid:uuid>/groupes/<uuid:part>/", cluster_parts.group_edit, name="group_edit"),
    path("clusters/<uuid:uuid>/listes/", lists.distribution_list_list, name="distribution_list_list"),
    path("clusters/<uuid:uuid>/listes/nouvelle/", lists.distribution_list_add, name="distribution_list_add"),
    path("clusters/<uuid:uuid>/listes/<uuid:part>/", lists.distribution_list_detail, name="distribution_list_detail"),
    path(
        "clusters/<uuid:uuid>/listes/<uuid:part>/modifier/", lists.distribution_list_edit, name="distribution_list_edit"
    ),
    path(
        "clusters/<uuid:uuid>/listes/<uuid:part>/adresses/",
        lists.distribution_list_export,
        name="distribution_list_export",
    ),
]
