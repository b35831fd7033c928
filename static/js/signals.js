// A signal is given: by the hand, the number, a flash, a tone, vibration, each as the speaker has set it (data-ways of
// [data-signals]). Events on document: it listens to signal:give {mark, only, quiet} and, on the stage, to clock:mark.
"use strict";

window.extempSignals = (() => {
  const root = () => document.querySelector("[data-signals]");
  const ways = () => JSON.parse(root()?.dataset.ways ?? "{}");
  const LATE = 2000; // a tab that was asleep does not sound for what is past
  const HELD = 5000; // nor does a second tab for what the first has sounded
  let audio = null;

  // The hand stays up until the next one.
  function show(mark) {
    const row = root()?.querySelector("[data-shown]");
    if (!row) return;
    const palm = row.querySelector("[data-palm]"), label = row.querySelector("[data-hand]");
    const fingers = mark?.fingers ?? "";
    if (palm.dataset.fingers !== String(fingers)) palm.dataset.fingers = fingers;
    label.hidden = !mark?.label;
    label.toggleAttribute("data-only", fingers === "");
    if (mark && label.textContent !== mark.label) label.textContent = mark.label;
  }

  function flash() {
    const place = root();
    place.classList.remove("flash");
    void place.offsetWidth; // lets the animation begin again
    place.classList.add("flash");
    setTimeout(() => place.classList.remove("flash"), 700);
  }

  function tone(last) {
    if (audio?.state !== "running") return null;
    const source = audio.createOscillator(), gain = audio.createGain(), at = audio.currentTime;
    source.frequency.value = last ? 440 : 660;
    gain.gain.setValueAtTime(0.2, at);
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    source.connect(gain).connect(audio.destination);
    source.start(at);
    source.stop(at + 0.5);
    document.dispatchEvent(new CustomEvent("signal:sounded"));
    return true;
  }

  // One tab sounds: it holds the mark's lock for a while. A tab whose sound is not awake leaves it to the others; one
  // that was touched a moment ago may still be waking.
  async function soundOnce(mark) {
    if (!audio) return;
    await Promise.race([audio.resume().catch(() => {}), new Promise((done) => setTimeout(done, LATE))]);
    if (audio.state !== "running") return;
    const name = `extemp-beep-${root().dataset.round ?? ""}-${mark.left}`;
    if (!navigator.locks) return tone(mark.left <= 0);
    navigator.locks.request(name, { ifAvailable: true }, (mine) => mine && tone(mark.left <= 0) && new Promise((done) => setTimeout(done, HELD)));
  }

  // Browsers let sound begin only in a person's gesture.
  async function wake(force = false) {
    if (!("AudioContext" in window) || !(force || ways().sound)) return;
    audio ??= new AudioContext();
    await audio.resume().catch(() => {});
  }

  function give(mark, { only = "", once = false } = {}) {
    const set = only ? { [only]: true } : ways(), last = mark.left <= 0;
    if (set.flash) flash();
    if (set.vibration) navigator.vibrate?.(last ? [200, 100, 200] : 120);
    if (set.sound) { if (once) soundOnce(mark); else tone(last); }
  }

  document.addEventListener("clock:mark", ({ detail }) => {
    const limit = Number(root().dataset.limitMs);
    if (detail.label || detail.left <= 0 || limit) give({ ...detail }, { once: true, ...(detail.late > LATE && { only: "none" }) });
  });

  // The switches count at once; the account is told by htmx.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-ways-form]");
    if (!form || !root() || event.target.type !== "checkbox") return;
    root().dataset.ways = JSON.stringify({ ...ways(), [event.target.name]: event.target.checked });
    const row = root().querySelector("[data-shown]");
    row?.toggleAttribute("data-hand-off", !ways().hand);
    row?.toggleAttribute("data-number-off", !ways().number);
    if (event.target.name === "counts_up") root().dataset.count = event.target.checked ? "up" : "down";
    wake();
  });

  for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, () => wake(), { capture: true });
  return { show, give, wake, ways, root };
})();
