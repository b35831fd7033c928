// The library by keyboard: / to the search box, j and k from result to result, x to tick, ? for the sheet of keys.
"use strict";

(() => {
  const sheet = document.querySelector("[data-keys]");
  const toggle = document.querySelector("[data-keys-on]");
  if (!sheet || !toggle) return;

  // On a phone the filters are folded away, until somebody opens them.
  const narrow = matchMedia("(max-width: 46rem)");
  let opened = false;
  function fold() {
    const filters = document.querySelector("[data-fold]");
    if (filters) filters.open = !narrow.matches || opened;
  }
  document.addEventListener("click", (event) => {
    const filters = event.target.closest("[data-fold] > summary")?.parentElement;
    if (filters) opened = !filters.open;
  });
  document.addEventListener("htmx:afterSettle", fold);
  narrow.addEventListener("change", fold);
  fold();

  // What is typed into the search box while an answer is on its way stays: the answer brings a box of its own.
  let typed = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const box = document.getElementById("q");
    const asked = detail.requestConfig.parameters.q ?? box?.defaultValue;
    typed = box && box === document.activeElement && box.value !== asked ? { words: box.value, at: box.selectionStart } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const box = document.getElementById("q");
    if (typed && box) { box.value = typed.words; box.setSelectionRange(typed.at, typed.at); }
    typed = null;
  });

  const links = () => [...document.querySelectorAll(".row h2 a")];
  const here = () => links().findIndex((link) => link.closest(".row").contains(document.activeElement));

  function move(step) {
    const all = links();
    if (!all.length) return;
    const at = here();
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function tick() {
    const at = here();
    links()[at]?.closest(".row").querySelector("input[name=tick]")?.click();
  }

  function search() {
    const box = document.getElementById("q");
    box?.focus();
    box?.select();
  }

  const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || !toggle.checked) return;
    const act = { "/": search, j: () => move(1), k: () => move(-1), x: tick, "?": () => sheet.showModal() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) sheet.showModal();
  });
})();
