"""How a speaker wants to be told the time. It is the person's, whatever team they speak for."""

import json

from django.conf import settings
from django.db import models


class Signalling(models.Model):
    """Each way is on or off by itself; with all of them off, a screen reader is still told."""

    WAYS = ("hand", "number", "flash", "sound", "vibration")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hand = models.BooleanField("The judge’s hand", default=True)
    number = models.BooleanField("The number", default=True)
    flash = models.BooleanField("A flash of the screen", default=True)
    sound = models.BooleanField("A tone", default=False)
    vibration = models.BooleanField("Vibration", default=False)
    counts_up = models.BooleanField("The clock counts up", default=False)
    hidden = models.BooleanField("Hide the clock: I guess at the end how long I spoke", default=False)

    def __str__(self) -> str:
        return f"{self.user}: {', '.join(way for way in self.WAYS if getattr(self, way)) or 'nothing'}"

    @property
    def as_json(self) -> str:
        """What the scripts of the stage read."""
        return json.dumps({name: getattr(self, name) for name in (*self.WAYS, "counts_up", "hidden")})
