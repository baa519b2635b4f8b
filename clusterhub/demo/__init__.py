"""The demonstration: facts about clusters in Mali, invented people, built through the services."""

PASSWORD = "clusterhub-demo"  # noqa: S105  shown on the sign-in page of the demonstration
