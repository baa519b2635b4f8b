"""How something below makes something above act: the lower app publishes, the upper app has registered a function.

Events are declared in each app's ``events.py`` and listed in docs/architecture.md.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Payload = TypeVar("Payload")


class Event(Generic[Payload]):
    """One kind of happening. Handlers run at once, in the order of registration, inside the publisher's transaction:
    what one raises reaches the publisher and undoes its work.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.handlers: list[Callable[[Payload], None]] = []

    def register(self, handler: Callable[[Payload], None]) -> Callable[[Payload], None]:
        """Usable as a decorator. A handler registered twice runs once."""
        if handler not in self.handlers:
            self.handlers.append(handler)
        return handler

    def publish(self, payload: Payload) -> None:
        for handler in tuple(self.handlers):
            handler(payload)

    def __repr__(self) -> str:
        return f"Event({self.name!r})"
