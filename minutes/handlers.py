"""What this floor does when something happens below. Registered once, by ``MinutesConfig.ready``."""

from meetings.errors import ItemInUse
from meetings.events import item_leaving
from meetings.models import AgendaItem
from minutes.models import Approval


@item_leaving.register
def keep_approvals(item: AgendaItem) -> None:
    """A point at which a record was adopted or put off stays. Raises ``ItemInUse``."""
    if Approval.objects.filter(item=item).exists():
        raise ItemInUse("Ce point porte l’approbation d’un compte rendu : il ne se supprime plus.")
