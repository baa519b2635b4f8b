"""The mails of this floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from actions.awaited import Part, parts_to_tell
from actions.digest import ClusterDigest
from actions.enums import CallPart
from actions.models import ActionHandover, ActionPoint, ContributionCall
from actions.selectors.mine import MyAction
from actions.wording import due_label
from clusterhub.web import richtext
from clusterhub.web.mail import ShortMessage, absolute_url, queue_mail, short_message
from meetings.enums import Visibility
from meetings.models import Meeting
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


def send_handover(handover: ActionHandover, box: Mailbox) -> None:
    _send_about_handover("action_handed_over", handover, box)


def send_handover_answer(handover: ActionHandover, box: Mailbox) -> None:
    """It was accepted or refused, or what it became there has ended."""
    _send_about_handover("action_handover_answered", handover, box)


def _send_about_handover(name: str, handover: ActionHandover, box: Mailbox) -> None:
    url = absolute_url("actions:handover_detail", uuid=handover.uuid)
    queue_mail(name, box.address, {"name": box.name, "handover": handover, "action": handover.action, "url": url})


def send_call_mail(
    name: str,
    box: Mailbox,
    *,
    call: ContributionCall,
    organisation: Organisation,
    url: str,
    stop_url: str = "",
    missing: Sequence[CallPart] = (),
) -> None:
    """The call itself, or a reminder of what is ``missing``."""
    context = {"recipient": box, "call": call, "organisation": organisation, "url": url, "stop_url": stop_url}
    context |= {"missing": missing, "is_partial": len(missing) < len(call.awaited)}
    queue_mail(name, box.address, context, headers=_unsubscribe(stop_url))


def send_contributions(box: Mailbox, *, call: ContributionCall, text: str, note: str) -> None:
    """What the organisations answered, put together."""
    queue_mail("contributions", box.address, {"recipient": box, "call": call, "text": text, "note": note})


# --- For WhatsApp and SMS ---------------------------------------------------------------------------------------------


def assigned_texts(meeting: Meeting) -> list[ShortMessage]:
    """For each organisation, what the circulated record expects of it; then what is expected of others by name."""
    return [_assigned_text(meeting, part) for part in parts_to_tell(meeting)]


def _assigned_text(meeting: Meeting, part: Part) -> ShortMessage:
    who = part.organisation.short_label if part.organisation else part.lines[0].action.owner_text
    context = {"meeting": meeting, "who": who, "lines": part.lines, "url": absolute_url("actions:my_actions")}
    place = part.organisation and (meeting.cluster.uuid, part.organisation.uuid)
    url = reverse("actions:partner_detail", args=place) if place else ""
    return short_message("actions_assigned", f"Actions : {who}", context, url=url)


def action_texts(action: ActionPoint) -> list[ShortMessage]:
    """By its reference only when it is for the coordination."""
    is_told = action.visibility != Visibility.COORDINATION
    excerpt = richtext.excerpt(action.description, 300) if is_told else ""
    context = {"action": action, "excerpt": excerpt, "due": due_label(action)}
    asked = [("action_date_asked", "Date demandée", "actions:date_give")] if action.awaits_date else []
    told = [("actions_reminder", "Rappel", "actions:action_detail"), *asked]
    return [
        short_message(name, title, context | {"url": absolute_url(to, uuid=action.uuid)}) for name, title, to in told
    ]
