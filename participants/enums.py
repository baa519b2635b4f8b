"""Words and codes of the ground floor."""

from django.db import models


class OrganisationKind(models.TextChoices):
    """Organisation types; the stored value is the HDX code ("organization types beta")."""

    UNITED_NATIONS = "447", "Nations Unies"
    INTERNATIONAL_NGO = "437", "ONG internationale"
    NATIONAL_NGO = "441", "ONG nationale"
    GOVERNMENT = "435", "Service de l’État"
    RED_CROSS = "445", "Croix-Rouge, Croissant-Rouge"
    INTERNATIONAL = "438", "Organisation internationale"
    DONOR = "433", "Bailleur"
    EMBASSY = "434", "Ambassade"
    MILITARY = "440", "Forces armées"
    PRIVATE = "444", "Secteur privé"
    ACADEMIC = "431", "Université, recherche"
    MEDIA = "439", "Média"
    RELIGIOUS = "446", "Organisation religieuse"
    OTHER = "443", "Autre"


class ClusterKind(models.TextChoices):
    CLUSTER = "cluster", "Cluster"
    SUB_CLUSTER = "sub_cluster", "Sous-cluster"
    WORKING_GROUP = "working_group", "Groupe de travail"
    AREA_OF_RESPONSIBILITY = "aor", "Domaine de responsabilité (AoR)"
    INTER_CLUSTER = "inter_cluster", "Inter-cluster"
    COUNTRY_TEAM = "hct", "Équipe humanitaire pays"
    STEERING_GROUP = "steering_group", "Groupe stratégique"
    WATCH_COMMITTEE = "watch_committee", "Comité de veille"
    COORDINATION = "coordination", "Autre coordination"


class ClusterLevel(models.TextChoices):
    NATIONAL = "national", "National"
    REGIONAL = "regional", "Régional"


class Sector(models.TextChoices):
    """Global coordination groups; the stored value is the HDX code, the label OCHA's French name."""

    EARLY_RECOVERY = "ERY", "Relèvement rapide"
    PROTECTION = "PRO", "Protection"
    CHILD_PROTECTION = "PRO-CPN", "Protection de l’enfance"
    GENDER_BASED_VIOLENCE = "PRO-GBV", "Violences basées sur le genre"
    MINE_ACTION = "PRO-MIN", "Action contre les mines"
    HOUSING_LAND_PROPERTY = "PRO-HLP", "Logement, terre et biens"
    FOOD_SECURITY = "FSC", "Sécurité alimentaire"
    WATER_SANITATION = "WSH", "Eau, assainissement et hygiène"
    LOGISTICS = "LOG", "Logistique"
    TELECOMMUNICATIONS = "TEL", "Télécommunications d’urgence"
    CAMP_COORDINATION = "CCM", "Coordination et gestion des camps"
    SHELTER = "SHL", "Abris et biens non alimentaires"
    EDUCATION = "EDU", "Éducation"
    HEALTH = "HEA", "Santé"
    NUTRITION = "NUT", "Nutrition"
    MULTI_SECTOR = "MS", "Multisectoriel"
    COMMON_SERVICES = "CSS", "Coordination et services communs"
    OTHER = "OTH", "Autre"


class Cadence(models.TextChoices):
    """How often a cluster meets. Weekly and fortnightly use the weekday; monthly uses the weekday and which one."""

    NONE = "none", "Sans rythme fixe"
    WEEKLY = "weekly", "Chaque semaine"
    FORTNIGHTLY = "fortnightly", "Toutes les deux semaines"
    MONTHLY = "monthly", "Chaque mois"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "lundi"
    TUESDAY = 1, "mardi"
    WEDNESDAY = 2, "mercredi"
    THURSDAY = 3, "jeudi"
    FRIDAY = 4, "vendredi"
    SATURDAY = 5, "samedi"
    SUNDAY = 6, "dimanche"


class WeekOfMonth(models.IntegerChoices):
    FIRST = 1, "premier"
    SECOND = 2, "deuxième"
    THIRD = 3, "troisième"
    FOURTH = 4, "quatrième"
    LAST = 5, "dernier"


class MembershipStatus(models.TextChoices):
    MEMBER = "member", "Membre"
    PARTNER = "partner", "Partenaire"
    OBSERVER = "observer", "Observateur"
    INVITED = "invited", "Invité"


class Role(models.TextChoices):
    """What a person does in a cluster, between two dates."""

    COORDINATOR = "coordinator", "Coordination"
    CO_FACILITATOR = "co_facilitator", "Co-facilitation"
    RAPPORTEUR = "rapporteur", "Rapporteur"
    INFORMATION_MANAGER = "information_manager", "Gestion de l’information"
    FOCAL_POINT = "focal_point", "Point focal"


COORDINATION_ROLES = frozenset({Role.COORDINATOR, Role.CO_FACILITATOR, Role.RAPPORTEUR})
"""These edit the cluster's meetings and see what is restricted to the coordination."""

MEMBER_STATUSES = frozenset({MembershipStatus.MEMBER, MembershipStatus.PARTNER})


class Standing(models.IntegerChoices):
    """What a user is in one cluster. Higher standings may do all that lower ones may."""

    STRANGER = 0, "Étranger"
    OBSERVER = 1, "Observateur"
    MEMBER = 2, "Membre"
    COORDINATION = 3, "Coordination"


class PlaceLevel(models.IntegerChoices):
    REGION = 1, "Région"
    CERCLE = 2, "Cercle"
    COMMUNE = 3, "Commune"
    LOCALITY = 4, "Localité"


class ContactListFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    CSV = "csv", "CSV (tableur)"
    XLSX = "xlsx", "XLSX (tableur)"
    COPY = "copy", "Adresses à copier"
    FILE = "zip", "Dossier d’une personne"


class LinkPurpose(models.TextChoices):
    ACTIVATION = "activation", "Activation d’un compte"
    PARTNER = "partner", "Actions d’une organisation"


class Verdict(models.TextChoices):
    """What is to become of a pasted line."""

    NEW = "new", "Nouvelle"
    KNOWN = "known", "Connue"
    UNDECIDED = "undecided", "À décider"


class MailKind(models.TextChoices):
    """Mails that a person may do without."""

    REMINDERS = "reminders", "Rappels d’échéance"
    DIGEST = "digest", "Point de la semaine"


class ActivityState(models.TextChoices):
    DONE = "done", "Réalisée"
    UNDER_WAY = "under_way", "En cours"
    PLANNED = "planned", "Prévue"


class ProfileSource(models.TextChoices):
    """Where an activity or a need was said."""

    PROFILE = "profile", "Profil"
    ROUND_TABLE = "round_table", "Tour de table"
    IMPORT = "import", "Import"


class ProfileAct(models.TextChoices):
    PRESENTED = "presented", "Présentation modifiée"
    ADDED = "added", "Activité ajoutée"
    CHANGED = "changed", "Activité modifiée"
    WITHDRAWN = "withdrawn", "Activité retirée"
