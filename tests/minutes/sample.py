"""A frozen content with every kind of part in it: the shape of a real meeting, invented people, our wording."""

import dataclasses

from minutes.content import (
    Action,
    Attendee,
    Content,
    DocumentLine,
    ExpectedSignature,
    Item,
    LeftOut,
    MeetingFacts,
    NextMeeting,
    Outcome,
    ReviewedAction,
    ReviewedMeeting,
    RoleLine,
    Section,
    Share,
)

MEETING = MeetingFacts(
    uuid="5f0a3c1e-8d52-4d5e-9a35-3b3f3f0c1a11",
    title="",
    kind_label="Réunion des partenaires",
    serial=11,
    year=2016,
    cluster_name="Cluster Relèvement Précoce",
    cluster_short_name="CRP",
    cluster_code="CRP",
    starts_at="2016-11-15T14:30:00+00:00",
    ends_at="2016-11-15T16:00:00+00:00",
    opened_at="2016-11-15T14:40:00+00:00",
    closed_at="2016-11-15T16:20:00+00:00",
    venue="Salle de réunion du PNUD",
    host="PNUD",
    place="Bamako",
    agenda_state="amended",
    headcount=14,
)

SECTIONS = (
    Section(
        kind="objectives",
        html="<p>Le cluster rassemble des ONG, des agences et des services de l'État autour du relèvement des régions "
        "du nord : 14 organisations y prennent part, pour près de 19000 ménages.</p>"
        "<p>La rencontre devait revoir les engagements du 20 octobre, faire le point des projets de 2017 et accueillir "
        "deux nouveaux membres.</p>",
    ),
    Section(
        kind="lessons",
        html="<ul><li>Une approche <strong>intégrée</strong> évite les doubles emplois entre organisations.</li>"
        "<li>La présence des services de l'État change la portée des échanges.</li></ul>",
    ),
    Section(
        kind="consensus",
        html="<ul><li>Les informations sur les activités de chacun seront partagées avec la DNDS.</li>"
        "<li>Toute nouvelle proposition prépare aussi le passage au développement.</li></ul>",
    ),
    Section(kind="outlook", html="<ul><li>Poursuivre le rapprochement avec la section DDR de la MINUSMA.</li></ul>"),
)

DIVERS = Item(
    number="5",
    kind="other",
    title="Divers",
    children=(
        Item(
            number="5.1",
            kind="information",
            title="Lancement d'un projet de résilience",
            presenter="AVSF",
            discussion_html="<p>AVSF invite les membres au lancement de son projet à Tombouctou.</p>",
            status_html="<p>La présentation est à disposition.</p>",
            outcomes=(
                Outcome(kind="announcement", label="Annonce", html="<p>Lancement du projet.</p>", on="2016-11-25"),
            ),
        ),
        Item(number="5.2", kind="discussion", title="Visite de terrain", state_label="Point traité par courriel"),
    ),
)

ITEMS = (
    Item(
        number="1",
        kind="follow_up",
        title="Suivi des actions précédentes",
        discussion_html="<p>La coordination a passé en revue les engagements pris le mois précédent :</p>"
        "<ul><li>formation à l'outil de soumission des projets ;</li><li>dépôt des projets de 2017.</li></ul>",
        status_html="<p>Deux actions sur trois sont faites.</p>",
    ),
    Item(
        number="2",
        kind="decision",
        title="Projets 2017 : approbation des fiches",
        presenter="Coordination du cluster",
        discussion_html="<p>Huit fiches ont été examinées.</p>",
        status_html="<p>En attente de la validation d'OCHA.</p>",
        outcomes=(
            Outcome(kind="decision", label="Décision", html="<p>Les huit fiches sont retenues.</p>"),
            Outcome(
                kind="recommendation",
                label="Recommandation",
                html="<p>Associer les directions régionales dès la conception.</p>",
                issuer="Cluster",
                addressee="Membres",
            ),
        ),
        documents=(DocumentLine(name="fiches-2017.xlsx"),),
    ),
    Item(
        number="3",
        kind="information",
        title="Nouveaux membres",
        presenter="DNDS, SIA",
        discussion_html="<p>Chacun a présenté ses objectifs, ses activités et ses difficultés.</p>",
        status_html="<p>Profils à recevoir.</p>",
    ),
    Item(
        number="4",
        kind="discussion",
        title="Proposition de la section DDR",
        discussion_html="<p>Trois volets sont proposés : formation, réinsertion, réduction de la violence.</p>",
        status_html="<p>Canevas attendu.</p>",
    ),
    DIVERS,
)

ACTIONS = (
    Action(
        reference="CRP-2016-11-01",
        item_number="3",
        description_html="<p>Transmettre les plans d'action et les contacts des bureaux régionaux</p>",
        owners_text="DNDS",
        due_text="22 novembre",
        due_on="2016-11-22",
        status="open",
        status_label="À faire",
    ),
    Action(
        reference="CRP-2016-11-02",
        item_number="4",
        description_html="<p>Diffuser le canevas des projets DDR</p>",
        owners_text="MINUSMA/DDR",
        due_text="30 novembre",
        due_on="2016-11-30",
        status_label="À faire",
    ),
    Action(
        reference="CRP-2016-11-03",
        item_number="4",
        description_html="<p>Préparer des propositions selon ce canevas</p>",
        owners_text="Partenaires avec l'appui de la coordination",
        due_text="Date à communiquer par la MINUSMA/DDR",
        status_label="À faire",
    ),
    Action(reference="CRP-2016-11-04", description_html="<p>Échéancier trimestriel du cluster</p>"),
)

REVIEWED = (
    ReviewedMeeting(
        meeting_label="Réunion du 20 octobre 2016",
        meeting_on="2016-10-20",
        actions=(
            ReviewedAction(
                reference="CRP-2016-10-02",
                description="Envoyer la fiche de profil de l'organisation",
                owners_text="Membres du CRP",
                due_text="4 novembre",
                status_label="En cours",
                comment="Relance faite.",
                age_in_meetings=2,
                shares=(
                    Share(organisation="ACTED", status_label="Fait"),
                    Share(organisation="OIM", status_label="À faire"),
                ),
            ),
        ),
    ),
)

ATTENDANCE = (
    Attendee(
        name="Nɛnɛ Kɔnɛ Ŋaɲa",
        organisation="Direction Nationale du Développement Social (DNDS)",
        job_title="Cheffe de section",
        emails=("kone@example.org", "dnds@example.org"),
    ),
    Attendee(name="Awa Démé", organisation="PNUD", job_title="Coordinatrice du cluster", emails=("awa@example.org",)),
    Attendee(name="Issa Tolo", organisation="AVSF", job_title="Chef de projet", mode="online"),
    Attendee(organisation="IOM/OIM", state="represented", state_label="représentée par le PNUD"),
    Attendee(organisation="APCAM", state="excused", state_label="excusée"),
)

SIGNATURES = (
    ExpectedSignature(role="rapporteur", label="La rapporteure", name="Mariam Fané", job_title="Chargée d'information"),
    ExpectedSignature(
        role="chair",
        label="La présidente de séance",
        name="Awa Démé",
        job_title="Coordinatrice du cluster",
        organisation="PNUD",
    ),
)

CONTENT = Content(
    edition="members",
    version_number=1,
    is_draft=False,
    frozen_at="2016-11-28T09:00:00+00:00",
    meeting=MEETING,
    previous_meeting_on="2016-10-20",
    next_meeting=NextMeeting(starts_at="2016-12-14T14:30:00+00:00", venue="PNUD"),
    roles=(
        RoleLine(role="chair", label="Présidence", name="Awa Démé", job_title="Coordinatrice du cluster"),
        RoleLine(role="co_facilitator", label="Co-facilitation", name="", organisation="NRC"),
        RoleLine(role="rapporteur", label="Rapporteure", name="Mariam Fané", job_title="Chargée d'information"),
    ),
    sections=SECTIONS,
    items=ITEMS,
    actions=ACTIONS,
    reviewed=REVIEWED,
    attendance=ATTENDANCE,
    attendance_organisations=("DNDS", "PNUD", "AVSF", "IOM/OIM"),
    documents=(DocumentLine(name="fiches-2017.xlsx", version_label="version finale", sha256="ab" * 32),),
    left_out=LeftOut(items=1),
    signatures_expected=SIGNATURES,
)


def sample_content(**changes: object) -> Content:
    return dataclasses.replace(CONTENT, **changes)


def draft_content(**changes: object) -> Content:
    return sample_content(is_draft=True, version_number=0, **changes)


def empty_content(**changes: object) -> Content:
    """A meeting of which only the cluster and the date are known."""
    meeting = MeetingFacts(uuid=MEETING.uuid, title="", cluster_name="Cluster Protection", starts_at="2017-06-07")
    return Content(edition="members", version_number=1, is_draft=False, meeting=meeting, **changes)


def long_content() -> Content:
    """About six pages: cells longer than a page, 24 actions, 24 people."""
    paragraph = "<p>Les participants ont décrit la situation des cercles, les besoins restés sans réponse et les "
    paragraph += "moyens présents ; ☐ à vérifier, ☑ vérifié. Les chiffres seront comparés à la rencontre suivante.</p>"
    items = tuple(
        dataclasses.replace(item, discussion_html=item.discussion_html + paragraph * (14 if item.number == "4" else 3))
        for item in ITEMS[:4]
    )
    actions = tuple(dataclasses.replace(ACTIONS[i % 3], reference=f"CRP-2016-11-{i + 1:02}") for i in range(24))
    attendance = tuple(dataclasses.replace(ATTENDANCE[i % 3], name=f"{ATTENDANCE[i % 3].name} {i}") for i in range(24))
    return sample_content(items=(*items, DIVERS), actions=actions, attendance=attendance)
