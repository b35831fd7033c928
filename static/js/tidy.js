// The bar of changes to ticked rows: out of the way until something is ticked, then at hand, with the count said.
"use strict";

(() => {
  const bar = () => document.querySelector("[data-tidy]");
  const ticks = () => [...document.querySelectorAll("input[name=tick]")];

  function show() {
    const form = bar();
    if (!form) return;
    const count = ticks().filter((tick) => tick.checked).length;
    form.classList.toggle("idle", !count);
    form.querySelector("[data-tidy-count]").textContent = count ? `${count} ticked` : "";
    form.querySelector("[data-tidy-all]").textContent = count === ticks().length ? "Untick all" : "Tick all on this page";
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "tick") show();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-tidy-all]")) return;
    event.preventDefault();
    const every = ticks().every((tick) => tick.checked);
    for (const tick of ticks()) tick.checked = !every;
    show();
  });
  // A range: Shift and a click ticks all rows since the last one.
  let last = null;
  document.addEventListener("click", (event) => {
    if (event.target.name !== "tick") return;
    const all = ticks();
    const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const tick of all.slice(from, to + 1)) tick.checked = event.target.checked;
    last = event.target;
    show();
  });
  document.addEventListener("htmx:afterSettle", show);
  addEventListener("pageshow", show);
})();
