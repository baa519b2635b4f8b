"""How an account comes to be, and how its owner gets back in."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.tokens import default_token_generator
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from participants.enums import Role
from participants.errors import AlreadyOpen, LinkUnusable
from participants.models import Cluster, Organisation, User
from participants.notifications import send_password_link
from participants.services.clusters import give_role, join_cluster, save_cluster
from participants.services.links import use_link
from participants.services.organisations import save_organisation
from participants.services.passwords import check_password
from participants.services.people import create_person, save_person

BETWEEN_PASSWORD_LINKS = timedelta(minutes=2)


@transaction.atomic
def activate_account(*, key: str, password: str) -> User:
    """Use up an invitation and open the account it names. Raises ``LinkUnusable``."""
    link = use_link(key)
    if User.objects.filter(person=link.person).exists() or User.objects.filter(email__iexact=link.sent_to).exists():
        raise LinkUnusable("Un compte existe déjà pour cette personne ou cette adresse : connectez-vous.")
    return User.objects.create_user(link.sent_to, password, person=link.person)


def request_password_link(*, email: str) -> None:
    """Queue the mail that lets the owner choose a new password. An unknown address does nothing, and nothing tells.

    Asking again at once sends nothing more, so that nobody's mailbox can be filled from here.
    """
    user = User.objects.filter(email__iexact=email, is_active=True).select_related("person").first()
    if user and cache.add(f"password-link:{user.pk}", 1, BETWEEN_PASSWORD_LINKS.total_seconds()):
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        send_password_link(user, uid=uid, token=default_token_generator.make_token(user))


@transaction.atomic
def change_account(user: User, *, name: str, email: str, password: str) -> User:
    """The name as it will be shown from now on (records keep the old one) and the address to sign in with.

    A new address asks for the password. Raises ``WrongPassword``.
    """
    if email != user.email:
        check_password(user, password)
    if user.person and user.person.name != name:
        user.person.name = name
        save_person(user.person)
    user.email = email
    user.save(update_fields=["email"])
    return user


@transaction.atomic
def open_installation(*, name: str, email: str, password: str, organisation: Organisation, cluster: Cluster) -> User:
    """The first account, which administers the site and coordinates the first cluster, led by its organisation.

    Raises ``AlreadyOpen`` once there is an account: of two first visitors, one gets it.
    """
    _one_at_a_time()
    if User.objects.exists():
        raise AlreadyOpen("Cette installation a déjà un compte.")
    save_organisation(organisation)
    person = create_person(name=name, organisation=organisation, emails=[email])
    cluster.lead_organisation = organisation
    save_cluster(cluster)
    join_cluster(cluster=cluster, organisation=organisation)
    give_role(cluster=cluster, person=person, role=Role.COORDINATOR)
    return User.objects.create_superuser(email, password, person=person)


def _one_at_a_time() -> None:
    """Hold a row that always exists until the transaction ends; there is no account yet to hold."""
    kind = ContentType.objects.get_for_model(User)
    ContentType.objects.select_for_update().get(pk=kind.pk)
