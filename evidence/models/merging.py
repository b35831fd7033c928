"""What moved when two articles became one."""

from typing import Self

from django.db import models

from articles.models import Article
from teams.access import TeamOwned, TeamOwnedQuerySet
from teams.policy import Action


class MergeQuerySet(TeamOwnedQuerySet):
    def of(self, gone: Article) -> Self:
        """What put this article away, the last time first."""
        return self.filter(gone=gone).select_related("stays", "gone").order_by("-created_at")


class Merge(TeamOwned):
    """Two articles became one: what moved, so that it can be taken apart. Taken apart means removed."""

    EDIT_OTHERS = Action.EDIT_ARTICLES

    stays = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    notes = models.JSONField(default=list, help_text="Keys of the notes that moved.")
    cards = models.JSONField(default=list, help_text="Keys of the cards that moved.")
    texts = models.JSONField(default=dict, help_text="Revision of the one that stays -> the one it is a copy of.")

    objects = MergeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.gone} into {self.stays}"
