import pytest

from clusterhub.web.events import Event


def test_published_payload_reaches_handlers_in_order_of_registration() -> None:
    heard: list[str] = []
    moved: Event[int] = Event("moved")
    moved.register(lambda payload: heard.append(f"first {payload}"))
    moved.register(lambda payload: heard.append(f"second {payload}"))
    moved.publish(7)
    assert heard == ["first 7", "second 7"]


def test_handler_registered_twice_runs_once() -> None:
    heard: list[int] = []
    moved: Event[int] = Event("moved")
    moved.register(heard.append)
    moved.register(heard.append)
    moved.publish(1)
    assert heard == [1]


def test_handler_that_raises_reaches_the_publisher() -> None:
    moved: Event[int] = Event("moved")

    @moved.register
    def refuse(payload: int) -> None:
        raise ValueError(payload)

    with pytest.raises(ValueError, match="3"):
        moved.publish(3)
