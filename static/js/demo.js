// Before the round: each way is tried by a button, and a whole speech runs in ten seconds with all its signals.
// It only shows; no clock of the round is touched, and starting the speech ends it.
"use strict";

(() => {
  const LENGTH = 10_000;
  const { show, give, wake, ways, root } = window.extempSignals;
  const WORDS = {
    sound: "Nothing heard? Turn the volume up; on an iPhone the silent switch mutes it.",
    vibration: "Nothing felt? Many laptops and every iPhone cannot vibrate from a page.",
  };
  let running = 0, turn = 0;

  function offer() {
    for (const button of document.querySelectorAll("[data-try], [data-demo]")) button.hidden = !root();
    for (const button of document.querySelectorAll("[data-keep]")) button.hidden = true; // a change is kept at once
    const off = document.querySelector("[data-try=vibration]");
    if (off && !("vibrate" in navigator)) { off.disabled = true; off.textContent = "not on this device"; }
  }

  const say = (words) => { const place = document.querySelector("[data-demo-said]"); if (place) place.textContent = words; };
  const marks = () => JSON.parse(root().dataset.marks).filter((mark) => mark.label || mark.left < 0);
  const watch = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

  async function tryOut(way) {
    const example = marks().find((mark) => mark.fingers) ?? { left: 1, label: "5", fingers: 5, words: "" };
    if (way === "hand" || way === "number") {
      const row = root().querySelector("[data-shown]");
      row.removeAttribute(`data-${way}-off`);
      show(example);
      setTimeout(() => { if (!running) { show(null); row.toggleAttribute(`data-${way}-off`, !ways()[way]); } }, 1500);
      return;
    }
    if (way === "sound") await wake(true);
    give(example, { only: way });
    const hint = document.querySelector("[data-ways-hint]");
    if (hint) hint.textContent = WORDS[way] ?? "";
  }

  async function demo() {
    const mine = running = ++turn;
    await wake();
    if (running !== mine) return; // the speech was started while the sound was waking
    const over = document.querySelector("details.ways[open]"); // it would cover the digits
    if (over) { over.open = false; over.querySelector("summary").focus(); }
    const limit = Number(root().dataset.limitMs), all = marks();
    const whole = limit - Math.min(0, ...all.map((mark) => mark.left));
    const digits = document.querySelector("[data-demo-digits], #stage [data-digits]");
    const before = digits?.textContent, began = performance.now();
    let given = 0;
    say("A speech in ten seconds. Nothing is started.");
    const step = () => {
      if (running !== mine || !root()) return;
      const spent = Math.min(1, (performance.now() - began) / LENGTH) * whole, left = limit - spent;
      if (digits) digits.textContent = watch(ways().counts_up ? spent : Math.max(0, left));
      while (given < all.length && left <= all[given].left) {
        if (all[given].label) show(all[given]);
        give(all[given]);
        say(all[given].words);
        given += 1;
      }
      if (spent < whole) return requestAnimationFrame(step);
      setTimeout(() => running === mine && end(digits, before), 1500);
    };
    step();
  }

  function end(digits, before) {
    running = 0;
    show(null);
    if (digits) digits.textContent = before;
    say("That was all of it. Nothing was started.");
  }

  document.addEventListener("click", (event) => {
    const tried = event.target.closest("[data-try]");
    if (tried) tryOut(tried.dataset.try);
    if (event.target.closest("[data-demo]")) demo();
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-starts]")) running = 0; }, true);
  document.addEventListener("htmx:afterSettle", offer);
  offer();
})();
