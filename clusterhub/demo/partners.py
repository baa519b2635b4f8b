"""The links that partners got: « Vos actions » waits in the queue, and can be read at « Courrier sortant »."""

from __future__ import annotations

from actions.services.partners import mail_partner_actions
from clusterhub.demo.people import House
from participants.models import User


def send_actions(house: House, code: str, labels: tuple[str, ...], *, by: User | None) -> None:
    for label in labels:
        mail_partner_actions(organisation=house.organisations[label], cluster=house.clusters[code], by=by)
