// The stage: the judge's hand, the track, a flash, vibration and sound at the marks, Space, and a screen that stays on.
// It listens to what clock.js says (clock:tick, clock:mark) and keeps no time itself.
"use strict";

(() => {
  const SOUND = "extemp-sound";
  const shown = (name) => document.querySelector(`#stage [data-${name}]`);
  let audio = null, lock = null, sound = false, started = 0;
  try { sound = localStorage.getItem(SOUND) === "on"; } catch { /* storage may be forbidden: then sound is off */ }

  document.addEventListener("clock:tick", ({ detail }) => {
    const stage = document.getElementById("stage");
    if (!["speech", "grace", "over"].includes(detail.phase)) return;
    const limit = Number(stage.dataset.limitMs);
    shown("track").setAttribute("width", `${Math.min(100, Math.max(0, 100 - (100 * detail.left) / limit)).toFixed(2)}%`);
    const due = JSON.parse(stage.dataset.marks).filter((mark) => mark.label && detail.left <= mark.left).pop();
    const hand = shown("hand");
    hand.hidden = !due;
    if (due && hand.textContent !== due.label) hand.textContent = due.label;
    stage.dataset.shows = detail.phase;
    if (stage.dataset.paused === "true") return;
    const under = shown("under"), text = { grace: under.dataset.grace, over: under.dataset.over }[detail.phase] ?? "";
    if (under.textContent !== text) under.textContent = text;
  });

  document.addEventListener("clock:mark", ({ detail }) => {
    const stage = document.getElementById("stage");
    stage.classList.remove("flash");
    void stage.offsetWidth; // lets the animation begin again
    stage.classList.add("flash");
    if (detail.left <= 0) document.querySelector("[data-time-up]").textContent = detail.words;
    navigator.vibrate?.(detail.left > 0 ? 120 : [200, 100, 200]);
    if (navigator.locks) navigator.locks.request("extemp-beep", { ifAvailable: true }, (mine) => mine && beep(detail.left));
    else beep(detail.left);
  });

  // One tab sounds: the lock is held as long as the tone lasts.
  function beep(left) {
    if (!sound || audio?.state !== "running") return;
    const tone = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime;
    tone.frequency.value = left > 0 ? 660 : 440;
    gain.gain.setValueAtTime(0.2, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.5);
    return new Promise((done) => { tone.onended = done; });
  }

  // Browsers let sound begin only in a person's gesture.
  function wake() {
    if (sound) {
      audio ??= new AudioContext();
      audio.resume().catch(() => {});
    }
  }

  async function keepOn() {
    const running = document.getElementById("stage")?.dataset.running === "true" || started;
    if (!running || lock || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock?.request("screen");
      lock?.addEventListener("release", () => { lock = null; });
    } catch { /* refused on low battery: the clock goes on all the same */ }
  }

  function label() {
    const button = shown("sound");
    if (!button) return;
    button.hidden = !("AudioContext" in window);
    button.textContent = sound ? "Sound is on" : "Sound is off";
    button.setAttribute("aria-pressed", sound);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sound]")) return;
    sound = !sound;
    try { localStorage.setItem(SOUND, sound ? "on" : "off"); } catch { /* as above */ }
    wake();
    label();
    beep(1);
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-starts]")) { wake(); started = performance.now(); keepOn(); }
    else if (event.target.matches("[data-space]") && started && performance.now() - started < 1000) event.preventDefault(); // the same press, twice
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, button, a, summary")) {
      if (event.repeat) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (!event.repeat) document.querySelector("#stage [data-space]")?.requestSubmit();
  });

  document.addEventListener("htmx:afterSettle", () => { label(); keepOn(); });
  document.addEventListener("visibilitychange", keepOn);
  label();
  keepOn();
})();
