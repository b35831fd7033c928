"""`make bench`: what must stay quick, as ratios measured in one run. Nothing here fails on a slow machine."""

from bench import anchoring, marks, rendering

for part in (rendering, marks, anchoring):
    print(f"\n{part.TITLE}")
    for line in part.measure():
        print(f"  {line}")
