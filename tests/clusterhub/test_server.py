import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured

from clusterhub import server


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    yield
    with pytest.MonkeyPatch.context() as clean:
        for name in ("BIND", "PORT", "WEB_CONCURRENCY", "DEMO"):
            clean.delenv(name, raising=False)
        importlib.reload(server)


def configured(monkeypatch: pytest.MonkeyPatch, **variables: str) -> ModuleType:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return importlib.reload(server)


def test_server_listens_where_told(monkeypatch: pytest.MonkeyPatch) -> None:
    module = configured(monkeypatch, BIND="0.0.0.0", PORT="8123", WEB_CONCURRENCY="3")  # noqa: S104
    assert (module.bind, module.workers) == ("0.0.0.0:8123", 3)


def test_server_refuses_a_malformed_port(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^PORT=http : attendu un nombre entier"):
        configured(monkeypatch, PORT="http")


@pytest.mark.parametrize(("demo", "shown"), [("1", True), ("0", False)])
def test_accounts_are_printed_in_the_demonstration_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], demo: str, shown: bool
) -> None:
    configured(monkeypatch, PORT="8123", DEMO=demo).when_ready(None)
    printed = capsys.readouterr().out
    assert "http://localhost:8123/" in printed
    assert ("clusterhub-demo" in printed) is shown
