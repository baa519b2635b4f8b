"""Words that agree with a person whose gender nobody recorded."""

import pytest

from clusterhub.web.agreement import agreed, gender_of


@pytest.mark.parametrize(
    ("function", "gender"),
    [
        ("Coordinatrice du Cluster Protection", "feminine"),
        ("conseillère en relèvement", "feminine"),
        ("Chargée d’information", "feminine"),
        ("CHEFFE DE BUREAU", "feminine"),
        ("Co-facilitatrice", "feminine"),
        ("Directeur régional", "masculine"),
        ("Chargé de suivi", "masculine"),
        ("Responsable de la coordination", ""),
        ("Manager", ""),
        ("Officer", ""),
        ("Point focal", ""),
        ("Appui à la coordinatrice", ""),
        ("– –", ""),
        ("", ""),
    ],
)
def test_gender_is_that_of_the_function_as_written(function, gender):
    assert gender_of(function) == gender


@pytest.mark.parametrize(
    ("label", "feminine", "masculine"),
    [
        ("Président(e) de séance", "Présidente de séance", "Président de séance"),
        ("Rapporteur(e)", "Rapporteure", "Rapporteur"),
        ("Modérateur(trice)", "Modératrice", "Modérateur"),
        ("Superviseur(euse)", "Superviseuse", "Superviseur"),
        ("Conseiller(ère)", "Conseillère", "Conseiller"),
        ("Gardien(ne)", "Gardienne", "Gardien"),
        ("Animateur·trice", "Animatrice", "Animateur"),
        ("Animateur(trice) et rapporteur(e)", "Animatrice et rapporteure", "Animateur et rapporteur"),
        ("Rédigé par", "Rédigé par", "Rédigé par"),
        ("Séance (suite)", "Séance (suite)", "Séance (suite)"),
        ("", "", ""),
    ],
)
def test_label_with_both_forms_agrees_with_the_function(label, feminine, masculine):
    assert (agreed(label, "Coordinatrice"), agreed(label, "Directeur")) == (feminine, masculine)
    assert agreed(label, "Point focal") == label
