"""Two signatures on one file, and everything that must make the verdict fall."""

import dataclasses
import datetime as dt
import hashlib
import io
import re
import stat
import subprocess
from types import SimpleNamespace

import pytest
import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader

from minutes.render import render_minutes
from minutes.render.engine import render_pdf
from minutes.sign import (
    SignatureRefused,
    SigningKeyUnavailable,
    create_authority,
    issue_identity,
    load_authority,
    load_signer,
    load_trust_root,
    sign_pdf,
    verify_pdf,
)
from minutes.sign.files import write_private
from minutes.sign.stamp import stamp_lines
from minutes.sign.verification import (
    BROKEN,
    CHANGED_AFTER,
    NOT_AS_ISSUED,
    UNREADABLE,
    UNSIGNED,
    WRONG_NUMBER,
    WRONG_SIGNER,
)
from tests.minutes.conformance import broken_rules
from tests.minutes.forgery import (
    rewritten,
    with_annotation,
    with_flipped_byte,
    with_replaced_page,
    with_short_byte_range,
    with_zero_contents,
    without_byte_range,
)
from tests.minutes.reading import text_of
from tests.minutes.sample import draft_content, empty_content, long_content, sample_content
from tests.tools import require_tool

PASSPHRASE = "phrase d’essai"
SIGNED_AT = dt.datetime(2026, 11, 28, 9, 30, tzinfo=dt.UTC)
SIGNERS = {"rapporteur": ("Mariam Fané", "Chargée d’information"), "chair": ("Awa Démé", "Coordinatrice du cluster")}


def issue(folder, role, name):
    """An identity of the folder's authority, with its signer ready."""
    identity = issue_identity(load_authority(folder, PASSPHRASE), name, passphrase=PASSPHRASE)
    path = folder / f"{role}.p12"
    write_private(path, identity.p12)
    return SimpleNamespace(signer=load_signer(path, PASSPHRASE), fingerprint=identity.fingerprint, path=path)


def sign(pdf, role, signer, **options):
    name, job_title = SIGNERS[role]
    return sign_pdf(
        pdf,
        role,
        signer,
        reason="Certifie exact",
        stamp_lines=stamp_lines(name, job_title, SIGNED_AT),
        signed_at=SIGNED_AT,
        location="Bamako",
        **options,
    )


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("signing")
    create_authority(folder, PASSPHRASE)
    roles = {role: issue(folder, role, name) for role, (name, _) in SIGNERS.items()}
    return SimpleNamespace(folder=folder, root=load_trust_root(folder), **roles)


@pytest.fixture(scope="module")
def states(keys):
    """The same document unsigned, signed once and signed twice."""
    unsigned = render_minutes(sample_content(), "a", render=render_pdf).pdf
    once = sign(unsigned, "rapporteur", keys.rapporteur.signer, certify=True)
    return unsigned, once, sign(once, "chair", keys.chair.signer)


@pytest.fixture
def verdict_on(keys):
    def verdict(pdf, expected=("rapporteur", "chair"), **options):
        fingerprints = [getattr(keys, role).fingerprint for role in expected]
        return verify_pdf(pdf, trust_roots=[keys.root], expected_fingerprints=fingerprints, **options)

    return verdict


# --- Genuine ----------------------------------------------------------------------------------------------------------


def test_every_state_conforms(states, tmp_path):
    others = (render_minutes(content, "a", render=render_pdf).pdf for content in (draft_content(), rich_content()))
    paths = [tmp_path / f"{number}.pdf" for number in range(5)]
    for path, pdf in zip(paths, (*states, *others), strict=True):
        path.write_bytes(pdf)
    assert broken_rules(paths) == []


def rich_content():
    """Every kind of rich text, contacts and links, which have tags of their own."""
    html = (
        '<p>Voir <a href="https://example.org/rapport">le rapport</a>, <em>annexe</em>.</p>'
        "<ol><li>Un<ul><li>dessous</li></ul></li></ol>"
        "<table><thead><tr><th>Lieu</th><th>Ménages</th></tr></thead><tbody><tr><td>Gao</td><td>12</td></tr></tbody></table>"
    )
    item = dataclasses.replace(sample_content().items[1], discussion_html=html)
    return sample_content(items=(item,), prints_contacts=True, supersedes=1, reason="Un nom corrigé.")


def test_both_signatures_are_valid(states, verdict_on):
    verdict = verdict_on(states[2])
    assert (verdict.is_valid, verdict.problems) == (True, ())
    assert [(report.field, report.signer_name, report.signed_at, report.reason) for report in verdict.signatures] == [
        ("rapporteur", "Mariam Fané", SIGNED_AT, "Certifie exact"),
        ("chair", "Awa Démé", SIGNED_AT, "Certifie exact"),
    ]


def test_pdfsig_finds_both_signatures_valid(states, tmp_path):
    path = tmp_path / "signed.pdf"
    path.write_bytes(states[2])
    output = subprocess.run([require_tool("pdfsig"), path], capture_output=True, text=True, check=True).stdout
    assert re.findall("Signature Validation: (.*)", output) == ["Signature is Valid."] * 2
    assert re.findall("Signer Certificate Common Name: (.*)", output) == ["Mariam Fané", "Awa Démé"]
    assert "Total document signed" in output


def test_signed_once_is_valid_when_one_is_expected(states, verdict_on):
    assert verdict_on(states[1], expected=("rapporteur",)).is_valid


def test_signing_keeps_every_earlier_byte(states):
    unsigned, once, twice = states
    assert once.startswith(unsigned)
    assert twice.startswith(once)


def test_stamp_says_who_when_and_what_it_is(states, tmp_path):
    assert "Signé électroniquement" not in text_of(states[0], tmp_path)
    assert (
        "Signé électroniquement par Mariam Fané Chargée d’information le 28 novembre 2026 à 9 h 30 "
        "Cachet électronique interne"
    ) in text_of(states[2], tmp_path)


def test_signing_changes_no_text_but_the_stamps(states, tmp_path):
    unsigned, signed = (text_of(pdf, tmp_path) for pdf in (states[0], states[2]))
    for role in SIGNERS:
        stamp = " ".join(line.replace("\u00a0", " ") for line in stamp_lines(*SIGNERS[role], SIGNED_AT))
        signed = signed.replace(f" {stamp}", "")
    assert signed == unsigned


def test_signed_pages_hide_nothing(states):
    """No optional content and no script, where a shadow attack would wait; no annotation but the two signatures."""
    reader = PdfFileReader(io.BytesIO(states[2]))
    assert {"/OCProperties", "/OpenAction", "/AA"} & set(reader.root) == set()
    assert "/JavaScript" not in reader.root["/Names"]
    pages = [page.get_object() for page in reader.root["/Pages"]["/Kids"]]
    kinds = [note.get_object()["/FT"] for page in pages for note in page.get("/Annots", [])]
    assert kinds == ["/Sig", "/Sig"]


# --- Not genuine ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forge", "problem"),
    [
        (with_flipped_byte, BROKEN),
        (with_replaced_page, CHANGED_AFTER),
        (with_annotation, CHANGED_AFTER),
        (with_zero_contents, UNREADABLE),
        (without_byte_range, UNREADABLE),
        (with_short_byte_range, BROKEN),
        (lambda pdf: pdf + b"\n% FAUX\n", CHANGED_AFTER),
        (lambda pdf: pdf[: len(pdf) // 2], UNREADABLE),
        (lambda pdf: b"", UNREADABLE),
        (lambda pdf: b"%PDF-1.7\nFAUX", UNREADABLE),
    ],
    ids=["flip", "page", "annotation", "zero", "norange", "range", "tail", "cut", "empty", "notpdf"],
)
def test_forgery_is_not_valid(states, verdict_on, forge, problem):
    forged = forge(states[2])
    assert forged != states[2]
    verdict = verdict_on(forged)
    assert not verdict.is_valid
    assert problem in verdict.problems


def test_file_rewritten_by_another_tool_is_not_valid(states, verdict_on, tmp_path):
    assert not verdict_on(rewritten(states[2], tmp_path)).is_valid


def test_unsigned_file_is_not_valid(states, verdict_on):
    assert verdict_on(states[0]).problems == (UNSIGNED,)


def test_missing_signature_is_not_valid(states, verdict_on):
    assert verdict_on(states[1]).problems == (WRONG_NUMBER,)


def test_signature_too_many_is_not_valid(states, verdict_on):
    assert verdict_on(states[2], expected=("rapporteur",)).problems == (WRONG_NUMBER,)


def test_signatures_in_another_order_are_not_valid(states, verdict_on):
    assert verdict_on(states[2], expected=("chair", "rapporteur")).problems == (WRONG_SIGNER,)


def test_impostor_of_another_authority_is_not_valid(states, verdict_on, tmp_path):
    create_authority(tmp_path, PASSPHRASE)
    impostor = issue(tmp_path, "chair", SIGNERS["chair"][0])
    problems = verdict_on(sign(states[1], "chair", impostor.signer)).problems
    assert problems == (WRONG_SIGNER, BROKEN)


def test_namesake_of_the_same_authority_is_not_valid(states, keys, verdict_on):
    namesake = issue_identity(load_authority(keys.folder, PASSPHRASE), SIGNERS["chair"][0], passphrase=PASSPHRASE)
    write_private(keys.folder / "namesake.p12", namesake.p12)
    forged = sign(states[1], "chair", load_signer(keys.folder / "namesake.p12", PASSPHRASE))
    assert verdict_on(forged).problems == (WRONG_SIGNER,)


def test_genuine_signatures_on_bytes_never_issued_are_not_valid(states, verdict_on):
    issued = hashlib.sha256(states[2]).hexdigest()
    assert verdict_on(states[2], expected_sha256=issued).is_valid
    assert verdict_on(states[2], expected_sha256="0" * 64).problems == (NOT_AS_ISSUED,)


def test_expired_certificate_counts_at_the_moment_of_signing(states, verdict_on):
    with time_machine.travel(SIGNED_AT.replace(year=2060), tick=False):
        assert not verdict_on(states[2]).is_valid
        assert verdict_on(states[2], moments=[SIGNED_AT, SIGNED_AT]).is_valid
        assert not verdict_on(states[2], moments=[SIGNED_AT, SIGNED_AT.replace(year=2050)]).is_valid


# --- Signing refused --------------------------------------------------------------------------------------------------


def test_field_is_signed_once_only(states, keys):
    with pytest.raises(SignatureRefused, match="déjà"):
        sign(states[1], "rapporteur", keys.rapporteur.signer)


def test_field_that_does_not_exist_is_refused(keys):
    pdf = render_minutes(empty_content(), "a", render=render_pdf).pdf
    with pytest.raises(SignatureRefused):
        sign(pdf, "chair", keys.chair.signer)


def test_file_that_is_not_a_pdf_is_refused(keys):
    with pytest.raises(SignatureRefused):
        sign(b"FAUX", "chair", keys.chair.signer)


def test_hostile_name_in_a_stamp_is_text(states, keys, tmp_path):
    name = "<img src='file:///etc/passwd'>"
    signed = sign_pdf(
        states[0],
        "rapporteur",
        keys.rapporteur.signer,
        reason="x",
        stamp_lines=stamp_lines(name, "", SIGNED_AT),
        signed_at=SIGNED_AT,
    )
    assert "<img src=" in text_of(signed, tmp_path)


# --- Keys -------------------------------------------------------------------------------------------------------------


def test_keys_are_readable_by_their_owner_alone(keys):
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (keys.folder, *keys.folder.iterdir())}
    assert modes.pop(keys.folder.name) == 0o700
    assert {*modes.values()} == {0o600}


def test_authority_key_is_closed_by_its_passphrase(keys):
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in (keys.folder / "authority.key").read_bytes()
    with pytest.raises(SigningKeyUnavailable):
        load_authority(keys.folder, "autre")


def test_authority_is_never_replaced(keys):
    with pytest.raises(FileExistsError):
        create_authority(keys.folder, PASSPHRASE)
    assert load_trust_root(keys.folder) == keys.root


def test_authority_lasts_ten_years(keys):
    certificate = load_authority(keys.folder, PASSPHRASE).certificate
    lasts = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert dt.timedelta(days=3652) <= lasts <= dt.timedelta(days=3653)


def test_signer_is_opened_once(keys):
    assert load_signer(keys.chair.path, PASSPHRASE) is keys.chair.signer


@pytest.mark.parametrize("path", ["absent.p12", "authority.pem"])
def test_signer_without_a_usable_key_is_refused(keys, path):
    with pytest.raises(SigningKeyUnavailable):
        load_signer(keys.folder / path, PASSPHRASE)


def test_signer_with_another_passphrase_is_refused(keys):
    with pytest.raises(SigningKeyUnavailable):
        load_signer(keys.chair.path, "autre")


# --- Promises ---------------------------------------------------------------------------------------------------------


def test_six_pages_signed_twice_stay_under_75_kb(keys):
    content = dataclasses.replace(long_content(), public_key="k" * 22, base_url="https://clusterhub.example.org")
    pdf = render_minutes(content, "a", render=render_pdf).pdf
    twice = sign(sign(pdf, "rapporteur", keys.rapporteur.signer, certify=True), "chair", keys.chair.signer)
    assert len(twice) <= 75_000
