// The screen stays on while a clock of the stage runs. A browser may refuse: then the clock goes on all the same.
"use strict";

(() => {
  let lock = null;

  async function keepOn(pressed) {
    const running = document.getElementById("stage")?.dataset.running === "true" || pressed === true;
    if (!running || lock || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => { lock = null; });
    } catch { /* low battery, or a browser that does not allow it */ }
  }

  document.addEventListener("submit", (event) => event.target.matches("[data-starts]") && keepOn(true), true);
  document.addEventListener("htmx:afterSettle", keepOn);
  document.addEventListener("visibilitychange", keepOn); // it is let go whenever the page is hidden
  keepOn();
})();
