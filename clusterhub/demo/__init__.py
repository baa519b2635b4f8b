"""The demonstration: facts about clusters in Mali, invented people. Built through the services, as people would do it."""

PASSWORD = "clusterhub-demo"  # noqa: S105  shown on the sign-in page of the demonstration
