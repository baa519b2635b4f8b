from participants.enums import Standing
from participants.rules import standing_in
from tests.factories import People


def test_people_stand_as_their_names_say(people: People) -> None:
    accounts = (people.coordinator, people.rapporteur, people.member, people.focal_point, people.observer)
    standings = [standing_in(user, people.cluster.pk) for user in (*accounts, people.stranger, people.admin)]

    assert standings == [
        Standing.COORDINATION,
        Standing.COORDINATION,
        Standing.MEMBER,
        Standing.MEMBER,
        Standing.OBSERVER,
        Standing.STRANGER,
        Standing.STRANGER,
    ]
