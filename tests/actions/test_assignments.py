"""What a record that goes out confides is told in one mail per organisation; a later version tells only what is new."""

from __future__ import annotations

import re

import pytest
from post_office.models import Email

from actions.services.assignments import tell_assigned
from actions.services.create import create_action
from meetings.enums import Visibility
from participants.enums import Role
from tests.actions.conftest import hold
from tests.factories import make_person, make_role

pytestmark = pytest.mark.django_db
FOCAL = "focal@example.org"


def confide(people, meeting, description, owner_text="PARTEN", **given):
    return create_action(
        cluster=people.cluster, meeting=meeting, by=None, description=description, owner_text=owner_text, **given
    )


def mails_to(address):
    return [mail.context["body"] for mail in Email.objects.order_by("pk") if address in mail.to]


def test_organisation_reads_its_actions_in_one_mail_with_a_link_to_answer(people, meeting):
    confide(people, meeting, "Envoyer la liste")
    confide(people, meeting, "Visiter le site")
    confide(people, meeting, "Taire ceci", visibility=Visibility.COORDINATION)
    confide(people, meeting, "Relire la note", owner_text="CHEF")

    tell_assigned(hold(meeting))

    [body] = mails_to(FOCAL)
    assert re.findall("Envoyer la liste|Visiter le site|Taire ceci|Relire la note", body) == [
        "Envoyer la liste",
        "Visiter le site",
    ]
    assert "⟦partner:" in body  # the address is written when the mail leaves


def test_later_version_tells_only_what_is_new(people, meeting):
    confide(people, meeting, "Envoyer la liste")
    hold(meeting)
    assert tell_assigned(meeting) == 1
    assert tell_assigned(meeting) == 0

    confide(people, meeting, "Visiter le site")

    assert tell_assigned(meeting) == 1
    assert "Envoyer la liste" not in mails_to(FOCAL)[-1]
    assert "Visiter le site" in mails_to(FOCAL)[-1]


def test_whoever_answers_for_two_organisations_gets_one_mail_for_each(people, meeting):
    make_role(people.focal_point, people.cluster, Role.FOCAL_POINT, organisation=people.lead)
    confide(people, meeting, "Envoyer la liste", owner_text="CHEF, PARTEN")

    tell_assigned(hold(meeting))

    assert len(mails_to(FOCAL)) == 2


def test_person_named_reads_what_it_is_asked(people, meeting):
    person = make_person("Salif Diallo", people.partner, emails=("salif@example.org",))
    make_role(person, people.cluster, Role.INFORMATION_MANAGER)
    confide(people, meeting, "Relire la note", owner_text="Salif Diallo")

    assert tell_assigned(hold(meeting)) == 1
    assert "Relire la note" in Email.objects.get(to="salif@example.org").message
