"""Where the reader of a mail answers: the organisation's own page without an account, or the action's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from actions.awaited import Part
from clusterhub.web.mail import absolute_url
from participants.services.partner_links import partner_link_for


def with_addresses_to_answer(parts: Iterable[Part], *, to: str) -> list[Part]:
    return [replace(part, url=_url(part, to)) for part in parts]


def _url(part: Part, to: str) -> str:
    if part.organisation:
        return partner_link_for(part.organisation, part.cluster, to=to)
    return absolute_url("actions:my_actions")
