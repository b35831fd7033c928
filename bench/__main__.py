"""`make bench`: what must stay quick, as ratios measured in one run. Nothing here fails on a slow machine.

Arguments name the parts to run, all of PARTS without any.
"""

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "extemp.settings")
PARTS = ("rendering", "marks", "anchoring", "importing", "search", "exporting", "sharing", "drawing", "load")

django.setup()
for name in sys.argv[1:] or PARTS:
    part = import_module(f"bench.{name}")
    print(f"\n{part.TITLE}", flush=True)
    for line in part.measure():
        print(f"  {line}", flush=True)
