// The stage: the judge's hand, the track, the pace of the sections, Space and S. How a signal is given: signals.js.
// It listens to what clock.js says (clock:tick) and keeps no time itself.
"use strict";

(() => {
  const shown = (name) => document.querySelector(`#stage [data-${name}]`);
  const watch = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  const NEAR = 3000; // as practice/hearing/sections.py
  let started = 0; // or the stage came anew: a press that was meant for what it was is not one for what it is

  document.addEventListener("clock:tick", ({ detail }) => {
    const stage = document.getElementById("stage"), speaking = ["speech", "grace", "over"].includes(detail.phase);
    const limit = Number(stage.dataset.limitMs);
    if (speaking || detail.phase === "questioning") shown("track")?.setAttribute("width", `${Math.min(100, Math.max(0, 100 - (100 * detail.left) / limit)).toFixed(2)}%`);
    if (!speaking) return;
    window.extempSignals.show(JSON.parse(stage.dataset.marks).filter((mark) => mark.label && detail.left <= mark.left).pop());
    stage.dataset.shows = detail.phase;
    pace(limit - detail.left);
    const under = shown("under");
    if (!under) return;
    const text = stage.dataset.paused === "true" ? "The clock is paused." : { grace: under.dataset.grace, over: under.dataset.over }[detail.phase] ?? "";
    if (under.textContent !== text) under.textContent = text;
  });

  // Beside the button that says which section is next: until when this one is planned, or how far past that it is.
  function pace(spent) {
    const place = shown("pace-said");
    if (!place?.dataset.pace || "hidden" in document.getElementById("stage").dataset) return;
    const plan = JSON.parse(place.dataset.pace), next = document.querySelector("#tapping [name=section]")?.value;
    const now = plan[next ? plan.findIndex((section) => section.name === next) - 1 : plan.length - 1];
    const past = spent - now.ends;
    const text = past > NEAR ? `${watch(past)} past the plan for it` : `planned until ${watch(now.ends)}`;
    if (place.textContent !== text) place.textContent = text;
  }

  document.addEventListener("clock:mark", ({ detail }) => {
    if (detail.left <= 0) document.querySelector("[data-time-up]").textContent = detail.words;
  });

  document.addEventListener("clock:part", () => { started = performance.now(); });
  document.addEventListener("htmx:afterSwap", ({ detail }) => { if (detail.elt?.id === "stage") started = performance.now(); });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-starts]")) started = performance.now();
    else if (event.target.matches("[data-space]") && started && performance.now() - started < 1000) event.preventDefault(); // the same press, twice
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === " ") {
      if (typing || event.target.closest("button, a, summary")) {
        if (event.repeat && !typing) event.preventDefault();
        return;
      }
      event.preventDefault();
      if (!event.repeat) document.querySelector("#stage [data-space]")?.requestSubmit();
    } else if (!typing && !event.repeat && ((event.key.toLowerCase() === "s" && window.extempLetters()) || (event.key === "Enter" && !event.target.closest("button, a, summary")))) {
      document.getElementById("tap")?.click();
    }
  });
})();
