// Whether the speech is recorded, and if not why, in words on the stage; they outlive a swap of the stage.
"use strict";

const recordingState = (() => {
  const SPEAKING = ["speech", "grace", "over"];
  const CANNOT = {
    NotAllowedError: "the browser may not use it. Allow it in the address bar, then choose again",
    NotFoundError: "none was found on this device",
    NotReadableError: "another program uses it",
    SecurityError: "this browser forbids it here",
  };
  const stage = () => document.getElementById("stage");
  const shown = (name) => document.querySelector(`#stage [data-record-${name}]`);
  const speaks = () => SPEAKING.includes(stage()?.dataset.phase);
  const words = (error) => CANNOT[error.name] ?? error.name;
  let now = { state: "", why: "", recorded: 0 }, told = "";

  function barrier() {
    if (!navigator.mediaDevices?.getUserMedia) return isSecureContext ? "this browser cannot record" : "browsers record only on a secure address (https)";
    return "MediaRecorder" in window && "indexedDB" in window ? "" : "this browser cannot record";
  }

  const about = () => ({ owner: stage().dataset.owner, round: stage().dataset.round, title: document.querySelector("#stage h1").textContent, page: stage().dataset.review });

  function say(said) {
    now = { recorded: 0, ...said };
    show();
  }

  function text() {
    const why = now.why || barrier(), not = `Not recording${why ? `: ${why}` : ""}`, at = recordingStore.minutes(now.recorded);
    const said = { recording: `Recording ${at} · stays in this browser`, paused: `Recording is paused at ${at}`, ready: "Records when you start", asking: "Asking for the microphone…" };
    return said[now.state] ?? (now.state === "ended" && !now.why ? `Recorded ${at} · stays in this browser` : not);
  }

  function show() {
    const place = shown("state"), speaking = speaks();
    if (!place) return;
    if (shown("setup")) shown("setup").hidden = barrier() !== "";
    if (place.textContent !== text()) place.textContent = text();
    announce();
    place.dataset.is = now.state;
    place.hidden = !speaking && !now.why && !barrier() && ["", "not"].includes(now.state);
    shown("rest").hidden = !(speaking && now.rest);
  }

  // Said to a screen reader when it changes, and not with every second.
  function announce() {
    const key = `${now.state} ${now.why}`;
    if (key === told || !now.state) return;
    told = key;
    document.querySelector("[data-say]").textContent = { recording: "Recording.", paused: "Recording is paused." }[now.state] ?? text();
  }

  // This page was loaded anew while it recorded or after it could not go on, or another tab records.
  async function lookBack() {
    if (!shown("state") || barrier() || !speaks()) return;
    const { owner, round } = stage().dataset;
    const rows = await recordingStore.of(owner, round).catch(() => []), row = rows.find((one) => one.state === "recording") ?? rows[0];
    if (!row || speechRecorder.isRunning()) return;
    if (row.state === "recording" && await recordingStore.isHeld(row.id)) return say({ state: "not", why: "another tab records this speech" });
    say({ state: "not", why: `the page was loaded anew. The first ${recordingStore.minutes(row.duration)} are kept`, rest: row.kind });
  }

  document.addEventListener("click", async ({ target }) => {
    if (!target.closest("[data-record-rest]")) return;
    const { rest } = now;
    now.rest = "";
    show();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false }, video: rest === "video" });
      speechRecorder.start(stream, rest, about());
    } catch (error) {
      say({ state: "not", why: words(error), rest });
    }
  });
  document.addEventListener("recorder:said", ({ detail }) => say(detail));
  document.addEventListener("htmx:afterSettle", show);
  show();
  lookBack();

  return { say, words, about, speaks };
})();
