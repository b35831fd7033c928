// A part of a page that asks again by itself comes closed: what was open in it is opened again, and who stood in it
// stands there again.
"use strict";

(() => {
  let open = [], held = "";
  const folds = () => [...document.querySelectorAll("details[id]")];

  document.addEventListener("htmx:beforeSwap", () => {
    open = folds().filter((fold) => fold.open).map((fold) => fold.id);
    held = document.activeElement?.id ?? "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const fold of folds()) if (open.includes(fold.id)) fold.open = true;
    if (held && document.activeElement === document.body) document.getElementById(held)?.focus({ preventScroll: true });
  });
})();
