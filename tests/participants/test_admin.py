from django.contrib import admin
from django.test import Client
from django.urls import reverse

from participants.models import User
from tests.factories import People, make_person


def test_only_accounts_and_reference_data_are_registered() -> None:
    assert sorted(model._meta.label for model in admin.site._registry) == ["participants.Place", "participants.User"]


def test_administrators_only(client: Client, people: People) -> None:
    answers = {}
    for who in ("coordinator", "member", "admin"):
        client.force_login(getattr(people, who))
        answers[who] = client.get(reverse("admin:participants_user_changelist")).status_code
    assert answers == {"coordinator": 302, "member": 302, "admin": 200}


def test_administrator_without_all_rights_manages_accounts(client: Client, people: People) -> None:
    client.force_login(User.objects.create_user("autre-admin@example.org", None, is_staff=True))
    person = make_person("Awa Diarra")
    data = {"email": "awa@example.org", "person": person.pk, "is_active": "on"}
    client.post(reverse("admin:participants_user_add"), data)

    account = User.objects.get(person=person)
    assert (account.email, account.is_staff, account.is_superuser) == ("awa@example.org", False, False)
    assert account.password.startswith("md5$")


def test_administrator_mails_a_link_to_choose_a_password(client: Client, people: People, sent_mail) -> None:
    client.force_login(people.admin)
    data = {"action": "mail_password_links", "_selected_action": [people.member.pk]}
    client.post(reverse("admin:participants_user_changelist"), data)

    assert [message.to for message in sent_mail()] == [["membre@example.org"]]


def test_accounts_are_not_deleted(client: Client, people: People) -> None:
    client.force_login(people.admin)
    assert client.post(reverse("admin:participants_user_delete", args=[people.member.pk])).status_code == 403
