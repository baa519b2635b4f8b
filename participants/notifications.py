"""The mails of this floor."""

from clusterhub.web.mail import absolute_url, queue_mail
from participants.models import AccessLink, User


def send_invitation(link: AccessLink, *, key: str, by: User) -> None:
    context = {
        "person": link.person,
        "by": by.display_name,
        "url": absolute_url("participants:invitation", key=key),
        "expires_at": link.expires_at,
    }
    queue_mail("invitation", link.sent_to, context)


def send_password_link(user: User, *, uid: str, token: str) -> None:
    url = absolute_url("participants:password_choose", uidb64=uid, token=token)
    queue_mail("password_link", user.email, {"name": user.display_name, "url": url})
