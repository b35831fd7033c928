// A part of a page that asks again by itself comes closed: what was open in it is opened again.
"use strict";

(() => {
  let open = [];
  const folds = () => [...document.querySelectorAll("details[id]")];

  document.addEventListener("htmx:beforeSwap", () => { open = folds().filter((fold) => fold.open).map((fold) => fold.id); });
  document.addEventListener("htmx:afterSwap", () => { for (const fold of folds()) if (open.includes(fold.id)) fold.open = true; });
})();
