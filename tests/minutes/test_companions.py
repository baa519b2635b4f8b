"""What all companions have in common: archival, accessible, and made of nothing but what they are given."""

import pytest

from minutes.companions import SIGNATURE, Companion, companion_html
from minutes.render import SignatureField
from minutes.render.engine import render_pdf
from minutes.render.fetcher import ClosedFetcher
from tests.minutes import (
    test_contact_list,
    test_convocation,
    test_follow_up_sheet,
    test_profile_sheet,
    test_review,
    test_sign_in_sheet,
)
from tests.minutes.conformance import broken_rules

pytestmark = pytest.mark.once

COMPANIONS: dict[str, Companion] = {
    "convocation": test_convocation.full(),
    "convocation-bare": test_convocation.letter(0),
    "convocation-draft": test_convocation.letter(2, is_draft=True),
    "contacts": test_contact_list.crowd(120),
    "contacts-none": test_contact_list.crowd(0),
    "follow-up": test_follow_up_sheet.crowd(60),
    "follow-up-none": test_follow_up_sheet.crowd(0),
    "follow-up-sealed": test_follow_up_sheet.sealed(test_follow_up_sheet.crowd(3)),
    "review": test_review.crowd(4),
    "profile": test_profile_sheet.crowd(40),
    "profile-none": test_profile_sheet.crowd(0),
    "sign-in": test_sign_in_sheet.crowd(120),
    "sign-in-blank": test_sign_in_sheet.crowd(0, blank_lines=10),
    "sign-in-held": test_sign_in_sheet.crowd(40, is_held=True),
}


def printed(sheet: Companion) -> bytes:
    field = SignatureField(name=SIGNATURE, label="Signature : cachet du cluster", anchor=f"signature-{SIGNATURE}")
    return render_pdf(companion_html(sheet), fields=[field] if sheet.seal else []).pdf


def test_companions_are_archival_and_accessible_and_fetch_nothing(tmp_path, monkeypatch):
    asked = []
    fetch = ClosedFetcher.fetch
    monkeypatch.setattr(ClosedFetcher, "fetch", lambda self, url, headers=None: asked.append(url) or fetch(self, url))
    paths = [tmp_path / f"{name}.pdf" for name in COMPANIONS]
    for path in paths:
        path.write_bytes(printed(COMPANIONS[path.stem]))
    assert broken_rules(paths) == []
    assert {url.split(",")[0] for url in asked} == {"data:image/png;base64", "data:image/svg+xml;base64"}


@pytest.mark.parametrize("name", COMPANIONS)
def test_template_names_nothing_that_the_companion_lacks(name):
    html = companion_html(COMPANIONS[name])
    assert "¿" not in html
    assert "None" not in html


@pytest.mark.parametrize("name", ["convocation-bare", "contacts-none", "follow-up-sealed", "sign-in-blank"])
def test_same_content_gives_the_same_bytes(name):
    assert printed(COMPANIONS[name]) == printed(COMPANIONS[name])
