import pytest

from meetings.wording import meeting_title


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("cluster", "Relèvement Précoce", "Réunion ordinaire du Cluster Relèvement Précoce"),
        ("cluster", "Cluster Protection", "Réunion ordinaire du Cluster Protection"),
        ("hct", "Équipe humanitaire pays", "Réunion ordinaire de l’Équipe humanitaire pays"),
        ("inter_cluster", "Inter-cluster", "Réunion ordinaire de l’Inter-cluster"),
        (
            "coordination",
            "Commission Mouvement de populations",
            "Réunion ordinaire de la Commission Mouvement de populations",
        ),
        ("working_group", "Moyens d’existence", "Réunion ordinaire du Groupe de travail Moyens d’existence"),
    ],
)
def test_meeting_title_agrees_with_the_name(kind, name, title):
    assert meeting_title("Réunion ordinaire", kind, name) == title
