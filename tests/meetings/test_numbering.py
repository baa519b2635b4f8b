from hypothesis import given
from hypothesis import strategies as st

from meetings.numbering import numbers_of


def test_numbers_of_points_and_their_points():
    rows = [(10, None), (11, None), (20, 11), (21, 11), (12, None)]

    assert numbers_of(rows) == {10: "1", 11: "2", 20: "2.1", 21: "2.2", 12: "3"}


def test_numbers_of_a_child_listed_before_its_parent():
    assert numbers_of([(7, 3), (3, None)]) == {3: "1", 7: "1.1"}


def test_numbers_of_nothing():
    assert numbers_of([]) == {}


@given(st.lists(st.integers(min_value=0, max_value=8), max_size=30))
def test_numbers_are_never_given_twice(parents):
    tops = range(1, 9)
    rows = [(top, None) for top in tops] + [
        (100 + place, parent or None) for place, parent in enumerate(parents) if parent
    ]

    assert len(set(numbers_of(rows).values())) == len(rows)
