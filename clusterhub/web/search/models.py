"""An index of our own: the same words are found, in the same order, on SQLite and on PostgreSQL.

It says what was written where, never who may read it: whoever asks it keeps what its reader may see.
"""

from __future__ import annotations

from django.db import models

LONGEST_STEM = 40


class Entry(models.Model):
    """One thing that can be found: what it is, its number among its like, its cluster, its day, its words as text."""

    kind = models.CharField(max_length=12)
    key = models.PositiveBigIntegerField()
    cluster_id = models.PositiveBigIntegerField(null=True)
    on = models.DateField()
    text = models.TextField()

    class Meta:
        verbose_name = "texte trouvable"
        verbose_name_plural = "textes trouvables"
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="entry_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Posting(models.Model):
    """A stem that an entry holds. Kind, cluster and day are the entry's: the newest are read without sorting, and those
    of a few clusters without walking past those of all the others.
    """

    stem = models.CharField(max_length=LONGEST_STEM)
    kind = models.CharField(max_length=12)
    cluster_id = models.PositiveBigIntegerField(null=True)
    on = models.DateField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="postings", db_index=False)

    class Meta:
        verbose_name = "racine d’un texte"
        verbose_name_plural = "racines des textes"
        constraints = (models.UniqueConstraint(fields=("entry", "stem"), name="posting_once"),)
        indexes = (
            models.Index(fields=("stem", "kind", "-on", "-entry"), name="posting_newest"),
            models.Index(fields=("stem", "kind", "cluster_id", "-on", "-entry"), name="posting_of_cluster"),
        )

    def __str__(self) -> str:
        return self.stem
