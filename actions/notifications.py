"""The mails of this floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from actions.models import ActionPoint
from actions.selectors import MyAction
from clusterhub.web.mail import absolute_url, queue_mail
from participants.models import Cluster, Organisation
from participants.selectors import Mailbox


def send_partner_actions(
    box: Mailbox, *, organisation: Organisation, cluster: Cluster, lines: Sequence[MyAction], count: int, url: str
) -> None:
    context = {"recipient": box, "organisation": organisation, "cluster": cluster, "url": url}
    queue_mail("partner_actions", box.address, context | {"lines": lines, "count": count, "more": count - len(lines)})


def send_predecessor_done(action: ActionPoint, box: Mailbox, *, done: ActionPoint) -> None:
    """By references only: the wording stays in the house."""
    url = absolute_url("actions:action_detail", uuid=action.uuid)
    queue_mail("action_predecessor_done", box.address, {"name": box.name, "action": action, "done": done, "url": url})


def send_date_request(action: ActionPoint, box: Mailbox) -> None:
    url = absolute_url("actions:date_give", uuid=action.uuid)
    queue_mail("action_date_asked", box.address, {"name": box.name, "action": action, "url": url})


def send_assigned(box: Mailbox, part: Part, *, meeting: Meeting) -> None:
    queue_mail("actions_assigned", box.address, {"recipient": box, "part": part, "meeting": meeting})


def send_reminder(box: Mailbox, parts: Sequence[Part], *, on: date, stop_url: str) -> None:
    count = sum(len(part.lines) for part in parts)
    context = {"recipient": box, "parts": parts, "count": count, "on": on, "stop_url": stop_url}
    queue_mail("actions_reminder", box.address, context, headers=_unsubscribe(stop_url))


def send_digest(box: Mailbox, digests: Sequence[ClusterDigest], *, on: date, stop_url: str) -> None:
    context = {"recipient": box, "digests": digests, "on": on, "stop_url": stop_url}
    context["url"] = absolute_url("actions:action_list")
    queue_mail("actions_digest", box.address, context, headers=_unsubscribe(stop_url))


def _unsubscribe(url: str) -> dict[str, str]:
    """What mail programs show as « se désabonner »."""
    return {"List-Unsubscribe": f"<{url}>"} if url else {}
