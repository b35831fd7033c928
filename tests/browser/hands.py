"""What a hand does to an article, and what may become of what it sends."""

from playwright.sync_api import Page, Route

# Two ways in which an act is not done, for `page.route`.
FAILS = {
    "no answer": lambda route: route.abort("connectionrefused"),
    "an error": lambda route: route.fulfill(status=401),
}


def holding(page: Page, address: str) -> list[Route]:
    """What is sent there stays on its way until the test lets it through."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    return held


def drag(page: Page, first: str, last: str) -> None:
    """Select from the beginning of `first` to the end of `last` with the mouse, as soon as the page holds still."""
    ends = page.evaluate(
        """async ([first, last]) => {
          const rect = (words, end) => {
            const walker = document.createTreeWalker(document.querySelector("[data-article]"), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = node.data.indexOf(words);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + words.length);
              const rects = [...range.getClientRects()];
              const r = end ? rects[rects.length - 1] : rects[0];
              return [end ? r.right : r.left, (r.top + r.bottom) / 2];
            }
          };
          const ends = () => [rect(first, false), rect(last, true)];
          const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
          await document.fonts.ready;
          const patience = performance.now() + 10_000;
          let [seen, still] = ["", 0];
          while (still < 3 && performance.now() < patience) {
            await frame();
            const now = JSON.stringify(ends());
            still = now === seen ? still + 1 : 0;
            seen = now;
          }
          return ends();
        }""",
        [first, last],
    )
    (x1, y1), (x2, y2) = ends
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2)
    page.mouse.move(x2, y2)
    page.mouse.up()


def picked(page: Page):
    return page.get_by_role("region", name="Selected passage")
