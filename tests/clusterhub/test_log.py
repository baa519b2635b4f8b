import logging
from uuid import UUID

import pytest
from django.urls import reverse

from clusterhub.log import OneLineFormatter

NUMBER = UUID("0b4f5f0e-0000-4000-8000-000000000000")
KEY = "Bc51iN4FgVhoPPIA"
KEYED = {
    "actions:partner_page": {"key": KEY},
    "actions:partner_report": {"key": KEY, "uuid": NUMBER},
    "meetings:sign_in": {"uuid": NUMBER, "key": KEY},
    "minutes:calendar_feed": {"uuid": NUMBER, "key": KEY},
    "participants:invitation": {"key": KEY},
    "participants:mail_stop": {"key": KEY},
    "participants:password_choose": {"uidb64": "MTI", "token": KEY},
}


def formatted(message: str, *arguments: object, exc_info: object = None) -> str:
    record = logging.LogRecord("hub", logging.WARNING, __file__, 1, message, arguments, exc_info)
    return OneLineFormatter("{levelname} {message}", style="{").format(record)


def test_forged_line_stays_within_its_event() -> None:
    line = formatted("Not Found: %s", "/x\r\nERROR forged \x1b[31mred\x1b[0m\x00\x85\u2028")
    assert line == r"WARNING Not Found: /x\r\nERROR forged \u001b[31mred\u001b[0m\u0000\u0085\u2028"


def test_traceback_is_one_line() -> None:
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        line = formatted("failed", exc_info=(ValueError, error, error.__traceback__))
    assert line.splitlines() == [line]
    assert line.endswith(r"ValueError: first\nsecond")


def test_french_text_is_left_alone() -> None:
    assert formatted("réunion « clôturée » à 14 h 30") == "WARNING réunion « clôturée » à 14 h 30"


@pytest.mark.once
@pytest.mark.parametrize("name", KEYED)
def test_key_in_an_address_is_not_written_down(name: str) -> None:
    address = reverse(name, kwargs=KEYED[name])
    assert KEY in address
    line = formatted("Gone: %s", address)
    assert (KEY in line, "…" in line) == (False, True)
