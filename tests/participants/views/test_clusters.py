import datetime as dt

import pytest

from participants.enums import Cadence, MembershipStatus, Role, Weekday, WeekOfMonth
from participants.models import Cluster, Membership, OrganisationGroup
from tests.factories import People, make_cluster, make_group, make_organisation, make_person

DATA = {
    "name": "Cluster Éducation du Mali",
    "short_name": "Éducation",
    "code": "edu",
    "aliases": "Education Cluster",
    "kind": "cluster",
    "level": "national",
    "cadence": Cadence.NONE,
    "usual_minutes": "90",
    "comment_days": "7",
    "first_reminder_days": "7",
    "last_reminder_days": "1",
    "is_active": "on",
}
MONTHLY = {
    "cadence": Cadence.MONTHLY,
    "cadence_week": WeekOfMonth.SECOND,
    "cadence_weekday": Weekday.WEDNESDAY,
    "usual_start": "14:30",
}


def test_list_shows_the_clusters_one_takes_part_in(get, people: People) -> None:
    def listed(user) -> list[tuple[str, int]]:
        page = get(user, "participants:cluster_list")
        return [(cluster.short_name, cluster.member_count) for cluster in page.context["page"]]

    assert listed(people.observer) == [("Relèvement", 3)]
    assert listed(people.stranger) == [("Abris", 1)]
    assert listed(people.admin) == [("Abris", 1), ("Relèvement", 3)]


def test_cluster_created_with_its_rhythm_and_names(post, people: People) -> None:
    post(people.admin, DATA | MONTHLY, "participants:cluster_create")

    cluster = Cluster.objects.named("education cluster").get()
    assert (cluster.code, cluster.usual_start) == ("EDU", dt.time(14, 30))
    assert Cluster.objects.named("edu").get() == cluster


def test_rhythm_is_shown_in_words(get, people: People) -> None:
    Cluster.objects.filter(pk=people.cluster.pk).update(**MONTHLY)
    page = get(people.member, "participants:cluster_detail", people.cluster.uuid).content.decode()
    assert "Le deuxième mercredi du mois à 14\u00a0h\u00a030" in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("code", "crp", "« CRP » désigne déjà Relèvement du Mali."),
        ("code", "é-d", "Des lettres sans accent et des chiffres seulement."),
        ("aliases", "relevement", "« Relèvement » désigne déjà Relèvement du Mali."),
        ("cadence", "monthly", "Indiquez le jour (et, pour un rythme mensuel, lequel du mois)."),
        ("usual_minutes", "-5", "supérieure ou égale à 0"),
    ],
)
def test_refusal_is_said(post, people: People, field: str, value: str, message: str) -> None:
    page = post(people.admin, DATA | {field: value}, "participants:cluster_create")
    assert message in str(page.context["form"].errors)
    assert page.context["form"][field].value() == value


def test_cluster_is_never_above_itself(post, people: People) -> None:
    below = make_cluster(parent=people.cluster)
    data = DATA | {"code": "CRP", "parent": below.pk}
    page = post(people.admin, data, "participants:cluster_edit", people.cluster.uuid)
    assert page.context["form"].errors == {"parent": ["Ce cluster est lui-même rattaché à celui-ci."]}


def test_organisation_joins_and_leaves(post, people: People) -> None:
    cluster, newcomer = people.cluster, make_organisation("NEUVE")
    data = {"organisation": newcomer.pk, "status": MembershipStatus.PARTNER, "since": "2026-01-10"}
    post(people.coordinator, data, "participants:membership_add", cluster.uuid)
    membership = Membership.objects.get(organisation=newcomer)
    data = {"status": MembershipStatus.PARTNER, "since": "2026-01-10", "until": "2026-03-01"}
    post(people.coordinator, data, "participants:membership_edit", cluster.uuid, membership.uuid)

    membership.refresh_from_db()
    assert (membership.cluster, membership.until) == (cluster, dt.date(2026, 3, 1))


def test_organisation_leaves_before_it_came(post, people: People) -> None:
    membership = people.cluster.memberships.get(organisation=people.partner)
    data = {"status": MembershipStatus.MEMBER, "since": "2026-03-01", "until": "2026-01-10"}
    page = post(people.coordinator, data, "participants:membership_edit", people.cluster.uuid, membership.uuid)
    assert page.context["form"].non_field_errors() == ["La date de fin précède la date de début."]


def test_membership_reopened_beside_an_open_one(post, people: People) -> None:
    old = Membership.objects.create(
        cluster=people.cluster, organisation=people.partner, since=dt.date(2014, 1, 1), until=dt.date(2014, 6, 1)
    )
    data = {"status": MembershipStatus.MEMBER, "since": "2014-01-01", "until": ""}
    page = post(people.coordinator, data, "participants:membership_edit", people.cluster.uuid, old.uuid)
    assert page.context["form"].non_field_errors() == ["Cette organisation fait déjà partie du cluster."]


def test_role_given_once_then_ended(post, people: People) -> None:
    person = make_person("Awa Diarra", people.partner)
    data = {"person": person.pk, "role": Role.FOCAL_POINT, "topic": "Genre", "since": "2026-01-10"}
    post(people.coordinator, data, "participants:role_add", people.cluster.uuid)
    again = post(people.coordinator, data, "participants:role_add", people.cluster.uuid)
    role = people.cluster.roles.get(person=person)
    end = {"topic": "Genre", "since": "2026-01-10", "until": "2026-02-01"}
    post(people.coordinator, end, "participants:role_edit", people.cluster.uuid, role.uuid)

    role.refresh_from_db()
    assert again.context["form"].non_field_errors() == ["Cette personne a déjà ce rôle."]
    assert (role.role, role.until) == (Role.FOCAL_POINT, dt.date(2026, 2, 1))


def test_role_is_not_given_to_a_stranger(post, people: People) -> None:
    data = {"person": people.stranger.person.pk, "role": Role.COORDINATOR, "since": "2026-01-10"}
    page = post(people.coordinator, data, "participants:role_add", people.cluster.uuid)
    assert list(page.context["form"].errors) == ["person"]


def test_editing_a_role_changes_neither_person_nor_role(post, people: People) -> None:
    role = people.cluster.roles.get(person=people.focal_point.person)
    data = {"person": people.member.person.pk, "role": Role.COORDINATOR, "cluster": people.other_cluster.pk}
    post(people.coordinator, data | {"since": "2016-01-01"}, "participants:role_edit", people.cluster.uuid, role.uuid)

    role.refresh_from_db()
    facts = (role.person, role.role, role.cluster, role.since)
    assert facts == (people.focal_point.person, Role.FOCAL_POINT, people.cluster, dt.date(2016, 1, 1))


def test_group_of_members(post, people: People) -> None:
    data = {"name": "ONG internationales", "organisations": [people.partner.pk, people.lead.pk]}
    post(people.coordinator, data, "participants:group_add", people.cluster.uuid)

    group = OrganisationGroup.objects.get()
    assert (group.cluster, set(group.organisations.all())) == (people.cluster, {people.partner, people.lead})


@pytest.mark.parametrize("name", ["acteurs du rrm", "Acteurs  du RRM"])
def test_group_name_once_per_cluster(post, people: People, name: str) -> None:
    make_group(people.cluster, "Acteurs du RRM", [people.partner])
    data = {"name": name, "organisations": [people.partner.pk]}
    page = post(people.coordinator, data, "participants:group_add", people.cluster.uuid)
    assert page.context["form"].errors == {"name": ["Ce cluster a déjà un groupe de ce nom."]}


def test_group_takes_no_outsider(post, people: People) -> None:
    data = {"name": "Tous", "organisations": [people.outsider.pk]}
    page = post(people.coordinator, data, "participants:group_add", people.cluster.uuid)
    assert list(page.context["form"].errors) == ["organisations"]
