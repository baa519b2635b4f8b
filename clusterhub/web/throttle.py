"""How often one address on the network may ask for something heavy. Counted in the cache: approximate, and enough."""

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, purpose: str, *, limit: int, seconds: int) -> bool:
    """Counts this request. True once the same visitor has asked more than `limit` times within `seconds`."""
    key = f"throttle-{purpose}-{get_client_ip_address(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > limit
    except ValueError:  # it expired in between
        return False
