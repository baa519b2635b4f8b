"""What partners got and answered: « Vos actions » waits in the queue, a call for contributions has some answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from actions.enums import CallPart
from actions.models import ContributionCall
from actions.services.calls import send_call
from actions.services.contributions import answer_call
from actions.services.partners import mail_partner_actions
from clusterhub.demo.people import House
from clusterhub.demo.reading import read
from meetings.foreseen import next_announced
from participants.models import User
from participants.voices import Voice


def send_actions(house: House, code: str, labels: tuple[str, ...], *, by: User | None) -> None:
    for label in labels:
        mail_partner_actions(organisation=house.organisations[label], cluster=house.clusters[code], by=by)


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
