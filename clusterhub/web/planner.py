from django.db import connection


def refresh_planner_statistics() -> None:
    """Count the tables' rows again: without it SQLite sorts every visible action where an index has them in order."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
