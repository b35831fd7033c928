// The replay of a round: show some kinds of lines, and step through those that are shown. Without this it is a list.
"use strict";

(() => {
  const replay = document.querySelector("[data-replay]");
  if (!replay) return;
  const lines = [...replay.querySelectorAll("[data-of]")], place = replay.querySelector("[data-place]");
  let at = -1;
  for (const bar of replay.querySelectorAll("[data-replay-bar]")) bar.hidden = false;
  const shown = () => lines.filter((line) => !line.hidden);

  function go(to) {
    const there = shown();
    for (const line of lines) line.removeAttribute("aria-current");
    if (!there.length) { at = -1; place.textContent = "nothing to step through"; return; }
    at = Math.min(there.length - 1, Math.max(0, to));
    there[at].setAttribute("aria-current", "step");
    there[at].scrollIntoView({ block: "nearest" });
    place.textContent = `${at + 1} of ${there.length}: ${there[at].textContent.trim().replace(/\s+/g, " ")}`;
    there[at].querySelector("[data-seek]")?.dispatchEvent(new CustomEvent("replay:at", { bubbles: true }));
  }

  replay.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]"), group = event.target.closest("[data-group]");
    if (step) go(at + Number(step.dataset.step));
    if (!group) return;
    const on = group.getAttribute("aria-pressed") !== "true", now = shown()[at];
    group.setAttribute("aria-pressed", on);
    group.classList.toggle("on", on);
    for (const line of lines) if (line.dataset.of === group.dataset.group) line.hidden = !on;
    if (now) go(Math.max(0, shown().indexOf(now)));
  });
  replay.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, audio, video")) return;
    event.preventDefault();
    go(at + step);
  });
})();
