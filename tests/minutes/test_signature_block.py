"""One to four signatures in every layout, the public edition's seal, and four real signatures on one document."""

from __future__ import annotations

import datetime as dt
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from clusterhub.web.typography import french
from meetings.services.roles import add_meeting_role
from minutes.content import Content, ExpectedSignature, SignatureMade
from minutes.editions import published
from minutes.layouts import available_layouts, get_layout
from minutes.layouts.phrases import signature_made
from minutes.render.engine import render_pdf
from minutes.services.files import read_issued
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.signature import sign_minutes
from minutes.services.signers import replace_signer, save_signing_policy
from minutes.sign import load_trust_root, verify_pdf
from minutes.sign.stamp import SIZES, font_size, seal_lines, stamp_lines
from tests.factories import PASSWORD
from tests.meetings.factories import NOVEMBER_15
from tests.minutes.conformance import broken_rules
from tests.minutes.factories import ADOPTED_AT, make_held_meeting
from tests.minutes.sample import sample_content
from tests.tools import require_tool

CODES = [layout.code for layout in available_layouts()]
SEAL = ExpectedSignature(role="seal", label="Cachet du cluster", name="Cluster Relèvement Précoce")
FOUR = (
    ExpectedSignature(role="rapporteur", label="Rapporteur", name="Issa Tolo"),
    ExpectedSignature(role="reviewer", label="Relecture", name="Awa Démé", job_title="Conseillère"),
    ExpectedSignature(role="chair", label="Présidence de séance", name="Mariam Fané"),
    SEAL,
)
MADE = SignatureMade(role="chair", label="Présidence de séance", name="Awa Démé", signed_at="2016-11-24T09:30:00+00:00")
SIGNED_AT = ADOPTED_AT + timedelta(days=1)
BOX = (215.4, 76.5)
"""Points: 76 × 27 mm."""


# --- Printed ----------------------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_every_layout_has_a_box_for_each_signature_asked_and_no_other(code, count):
    html = get_layout(code).html(sample_content(signatures_expected=FOUR[:count]))
    assert [f'id="signature-{line.role}"' in html for line in FOUR] == [place < count for place in range(4)]
    assert html.count('class="signature-box"') == count


def public(*signed_by: SignatureMade) -> Content:
    return published(sample_content(), seal=SEAL, signed_by=signed_by, names_people=False)


@pytest.mark.once
@pytest.mark.parametrize("code", CODES)
def test_every_layout_says_that_it_is_public_and_who_signed_the_other(code):
    html = get_layout(code).html(public(MADE))
    assert "Édition publique, sans points réservés ni coordonnées" in html
    assert french("Awa Démé (Présidence de séance), le 24 novembre 2016 à 9 h 30") in html
    assert (html.count('class="signature-box"'), 'id="signature-seal"' in html) == (1, True)
    assert "signée à la main" in get_layout(code).html(public())
    members = get_layout(code).html(sample_content())
    assert not [word for word in ("Édition publique", "édition des membres") if word in members]


@pytest.mark.once
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"job_title": "Coordinatrice"}, "Awa Démé, Coordinatrice (Présidence de séance)"),
        ({"stands_for": "Issa Tolo"}, "Awa Démé, à la place de Issa Tolo (Présidence de séance)"),
        (
            {"role": "seal", "stands_for": "Cluster Abris"},
            "Cachet du Cluster Abris, apposé par Awa Démé",
        ),
    ],
)
def test_signature_is_told_with_function_date_and_hour(changes, told):
    assert signature_made(replace(MADE, **changes)).replace("\xa0", " ").startswith(f"{told}, le 24 novembre 2016 à 9")


@pytest.mark.once
def test_older_content_keeps_its_digest():
    """Neither the order nor who signed is written while there is nothing to say."""
    written = sample_content().to_json()
    assert not [name for name in ("any_order", "signed_by") if name in written]
    for content in (sample_content(any_order=True), public(MADE)):
        assert Content.from_json(content.to_json()) == content


@pytest.mark.once
def test_long_names_fit_into_the_stamp():
    at = dt.datetime(2016, 11, 24, 9, 30, tzinfo=dt.UTC)
    short = stamp_lines("Awa Démé", "", at)
    long = stamp_lines("Fatoumata " * 12, "Conseillère principale " * 6, at, stands_for="Abdoulaye " * 12)
    assert font_size(short, *BOX) == SIZES[0]
    assert font_size(seal_lines("du Cluster Abris", "Awa Démé", "Coordinatrice", at), *BOX) == SIZES[0]
    assert SIZES[-1] <= font_size(long, *BOX) < 6


# --- Signed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def four_times_signed(people):
    """In another order than that of print, the chair's place taken by somebody else."""
    save_signing_policy(cluster=people.cluster, by_reviewer=True, by_seal=True, in_order=False)
    meeting = make_held_meeting(people)
    add_meeting_role(meeting=meeting, kind="reviewer", person=people.focal_point.person)
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    version = adopt_minutes(meeting=meeting, by=people.coordinator, at=ADOPTED_AT, render=render_pdf)
    replace_signer(
        minutes=version.minutes, role="chair", person=people.member.person, reason="Départ", by=people.coordinator
    )
    signers = {"seal": people.coordinator, "chair": people.member, "reviewer": people.focal_point}
    for role, user in (signers | {"rapporteur": people.rapporteur}).items():
        sign_minutes(version=version, role=role, user=user, password=PASSWORD, at=SIGNED_AT)
    return version


@pytest.mark.django_db
@pytest.mark.once
def test_four_signatures_hold_conform_and_allow_only_each_other(four_times_signed, tmp_path):
    version = four_times_signed
    files = list(version.files.order_by("signatures_count"))
    paths = [tmp_path / f"{file.signatures_count}.pdf" for file in files]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(read_issued(file))
    signed = paths[-1].read_bytes()
    expected = [one.fingerprint for one in version.signatures.order_by("pk")]
    verdict = verify_pdf(
        signed, trust_roots=[load_trust_root(Path(settings.SIGNING_DIR))], expected_fingerprints=expected
    )
    assert (verdict.problems, [one.field for one in verdict.signatures]) == (
        (),
        ["seal", "chair", "reviewer", "rapporteur"],
    )
    levels = [one.docmdp_level for one in PdfFileReader(BytesIO(signed)).embedded_signatures]
    assert levels == [MDPPerm.FILL_FORMS, None, None, None]
    said = subprocess.run([require_tool("pdfsig"), paths[-1]], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 4
    assert said.count("Total document signed") == 1
    assert len(paths) == 5
    assert broken_rules(paths) == []
