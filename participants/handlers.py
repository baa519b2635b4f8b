"""What this floor does when the shared house asks for it."""

from clusterhub.web.departure import register_maker
from participants.services.partner_links import PLACE, url_at_departure

register_maker(PLACE, url_at_departure)
