import pytest
from django.db import connection
from django.utils.timezone import localdate

from actions.models import ActionPoint
from clusterhub.web.planner import refresh_planner_statistics
from tests.factories import People


@pytest.mark.usefixtures("on_sqlite")
def test_statistics_know_the_index_that_lists_actions_by_date(people: People) -> None:
    ActionPoint.objects.bulk_create(
        ActionPoint(cluster=people.cluster, reference=f"RP-{number}", due_on="2016-11-22", decided_on=localdate())
        for number in range(300)
    )
    refresh_planner_statistics()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE idx = 'action_by_due'")
        assert cursor.fetchone() == (1,)
