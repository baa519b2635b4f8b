"""Distribution lists of the demonstration."""

from __future__ import annotations

from clusterhub.demo.people import House
from clusterhub.demo.reading import read
from participants.models import DistributionList
from participants.services.lists import save_list


def build_lists(house: House) -> None:
    for row in read("lists.toml")["list"]:
        save_list(
            DistributionList(cluster=house.clusters[row["cluster"]], name=row["name"]),
            people=[house.people[name] for name in row["people"]],
            organisations=[house.organisations[name] for name in row["organisations"]],
            addresses=[(name, email) for name, email in row["addresses"]],
        )
