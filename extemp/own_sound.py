"""What a member's own recordings sound like, in the file of their own things.

A speaker agreed to one server and one day: no file of a team holds a recording. Their own file is theirs to take.
"""

import shutil
import zipfile
from dataclasses import dataclass

from practice.models import Recording
from practice.recording import shelf
from teams.models import Membership

MOST = 1024**3  # bytes in all: some hours of picture, or all the sound that one ever speaks


@dataclass(frozen=True)
class Sound:
    """Recordings in the file, and how many are not: the server has the rest, each to be downloaded by itself."""

    held: int = 0
    left: int = 0


def write_sound(*, file: zipfile.ZipFile, member: Membership) -> Sound:
    """`recordings/<key>.<container>` for each that can be heard today, the newest first, until MOST."""
    rows = Recording.objects.visible_to(member).filter(owner=member.user).there().order_by("-consented_at", "pk")
    held = left = used = 0
    for row in rows:
        used += row.size
        if used > MOST or not _wrote(file, row):
            used, left = used - row.size, left + 1
        else:
            held += 1
    return Sound(held, left)


def _wrote(file: zipfile.ZipFile, row: Recording) -> bool:
    """False where its bytes are not on this machine, or were deleted just now."""
    try:
        heard = shelf.whole(row.file).open("rb")
    except FileNotFoundError:
        return False
    with heard:
        entry = zipfile.ZipInfo(f"recordings/{row.pk}.{row.container}", row.consented_at.timetuple()[:6])
        with file.open(entry, "w", force_zip64=True) as out:  # as it is: it is packed already
            shutil.copyfileobj(heard, out)
    return True
