"""What is under way between organisations and clusters: « Vos actions », a call with some answers, a handover."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from actions.enums import CallPart
from actions.models import ActionPoint, ContributionCall
from actions.services.calls import send_call
from actions.services.contributions import answer_call
from actions.services.handovers import hand_over
from actions.services.partners import mail_partner_actions
from clusterhub.demo.meetings import user_with
from clusterhub.demo.people import House
from clusterhub.demo.reading import read
from meetings.foreseen import next_announced
from participants.enums import Role
from participants.models import User
from participants.voices import Voice


def send_actions(house: House, code: str, labels: tuple[str, ...], *, by: User | None) -> None:
    for label in labels:
        mail_partner_actions(organisation=house.organisations[label], cluster=house.clusters[code], by=by)


def hand_over_actions(house: House) -> None:
    for data in read("handovers.toml")["handover"]:
        cluster, to = house.clusters[data["cluster"]], house.clusters[data["to"]]
        action = ActionPoint.objects.get(cluster=cluster, description__contains=data["action"])
        hand_over(action, to=to, by=user_with(data["cluster"], Role.COORDINATOR), reason=data["reason"])


def send_calls(house: House, *, by: User | None) -> None:
    for data in read("calls.toml")["call"]:
        call = _send(house, data, by)
        for said in data["answer"]:
            _answer(house, call, said)


def _send(house: House, data: dict[str, Any], by: User | None) -> ContributionCall:
    cluster = house.clusters[data["cluster"]]
    return send_call(
        cluster=cluster,
        organisations=[house.organisations[label] for label in data["to"]],
        by=by,
        title=data["title"],
        introduction=data["introduction"],
        parts=data["parts"],
        figures=data["figures"],
        due_on=timezone.localdate() + timedelta(days=data["due_in_days"]),
        meeting=next_announced(cluster),
    )


def _answer(house: House, call: ContributionCall, said: dict[str, Any]) -> None:
    for part in call.asked:
        if content := said.get(part.value):
            answer_call(
                call,
                organisation=house.organisations[said["organisation"]],
                part=part,
                content={"rows": content} if part == CallPart.ROUND_TABLE else content,
                voice=Voice(said["name"]),
            )
