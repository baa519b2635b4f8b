"""The record as an editable Word file. Only `minutes.word.engine` and what it imports load python-docx.

A layout's page of HTML is followed in its order and words, and dressed as its style sheet says: what the PDF says is
written once, and a layout has nothing of its own for Word.
"""

from minutes.word.bounded import word_bounded
from minutes.word.mark import Mark, mark_of

__all__ = ["Mark", "mark_of", "word_bounded"]
