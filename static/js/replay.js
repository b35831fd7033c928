// The replay of a round: show some kinds of lines, and step through those that are shown; where there is a recording, its
// times are buttons and the line that is heard is marked. Without this it is a list.
"use strict";

(() => {
  const replay = document.querySelector("[data-replay]");
  if (!replay) return;
  const lines = [...replay.querySelectorAll("[data-of]")], place = replay.querySelector("[data-place]");
  let at = -1;
  for (const bar of replay.querySelectorAll("[data-replay-bar]")) bar.hidden = false;
  const shown = () => lines.filter((line) => !line.hidden);

  function mark(line, { quiet } = {}) {
    const there = shown();
    for (const other of lines) other.removeAttribute("aria-current");
    at = there.indexOf(line);
    if (!line) return;
    line.setAttribute("aria-current", "step");
    if (quiet) return;
    line.scrollIntoView({ block: "nearest" });
    place.textContent = `${at + 1} of ${there.length}: ${line.textContent.trim().replace(/\s+/g, " ")}`;
  }

  function go(to) {
    const there = shown();
    if (there.length) mark(there[Math.min(there.length - 1, Math.max(0, to))]);
    else { at = -1; place.textContent = "nothing to step through"; }
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

  // recording_player.js plays from a second. Where there is no recording a time is a time.
  function open() {
    for (const time of document.querySelectorAll("span[data-second]")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "time-link num", textContent: time.textContent });
      button.dataset.seek = button.dataset.second = time.dataset.second;
      button.setAttribute("aria-label", `${time.textContent}: play from there`);
      time.replaceWith(button);
    }
  }

  if (document.querySelector("[data-recording]")) open();
  document.addEventListener("recording:player", open);
  document.addEventListener("listeners:came", () => { if (document.querySelector("[data-recording]")) open(); });
  const seconds = (line) => Number(line.querySelector("[data-second]")?.dataset.second ?? NaN);
  document.addEventListener("recording:time", ({ detail }) => {
    const heard = shown().filter((line) => seconds(line) <= detail.seconds).pop();
    if (heard && heard !== shown()[at]) mark(heard, { quiet: true });
  });
})();
