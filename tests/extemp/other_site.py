"""Another site, in a process of its own on SQLite: `python -m tests.extemp.other_site FOLDER OUT [IN]`.

It makes its database in FOLDER. With IN it brings that team's file in, else it makes the rich team; then it takes the
team out into OUT.
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(folder: str, out: str, into: str = "") -> None:
    os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "extemp.settings"}
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    call_command("migrate", verbosity=0)
    if into:
        call_command("import_team", into, verbosity=0)
    else:
        from tests.cast import assemble  # noqa: PLC0415 - models, which are there after setup
        from tests.extemp import rich  # noqa: PLC0415

        rich.furnish(assemble())
    Path(out).unlink(missing_ok=True)
    call_command("export_team", "riverside", out, verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
