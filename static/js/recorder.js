// Records the speech on the stage: off until it is chosen, from the press that starts the speech to the one that ends it.
// Every piece is stored in this browser before the next one comes (recording_store.js). recording_setup.js gives the
// stream and shows what is said here by "recorder:said". It keeps no clock: clock.js says when the speech runs.
"use strict";

const speechRecorder = (() => {
  // The first slice of an mp4 is its head alone and the sound comes with the second, so its slices are half as long:
  // in either form a crash costs four seconds at most.
  const SLICE = { mp4: 2000, other: 4000 }, LONGEST = 3_600_000, SETTLES = 20_000, FLUSH = 3000;
  const TYPES = {
    audio: ["audio/mp4;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"],
    video: ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp9,opus", "video/webm", "video/mp4"],
  };
  let recorder = null, row = null, chain = Promise.resolve(), before = 0, since = null, ending = null, failed = "", left = false;

  const recorded = () => before + (since === null ? 0 : performance.now() - since);
  const isRunning = () => recorder !== null && recorder.state !== "inactive";

  // `kind`: of the rest of the speech, where that can be recorded still.
  function say(state, why = "", kind = "") {
    const detail = { state, why, rest: kind, recorded: recorded() };
    document.dispatchEvent(new CustomEvent("recorder:said", { detail }));
  }

  function start(stream, kind, about) {
    const mime = TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type));
    if (!mime) return say("not", "this browser records in no form that is known here");
    try {
      begin(stream, kind, about, mime);
    } catch (error) {
      recorder = row = null; // its state says "recording" all the same
      for (const track of stream.getTracks()) track.stop();
      say("not", `the browser did not begin (${error.name})`);
    }
  }

  function begin(stream, kind, about, mime) {
    recorder = new MediaRecorder(stream, { mimeType: mime, audioBitsPerSecond: 32_000, videoBitsPerSecond: 500_000 });
    const plain = recorder.mimeType.split(";")[0] || mime.split(";")[0];
    row = { id: crypto.randomUUID(), ...about, kind, mime: plain, began: Date.now(), offset: null, stretches: [], duration: 0, pieces: 0, size: 0, state: "recording", discarded: 0, facts: null };
    [before, since, ending, failed] = [0, null, null, ""];
    const ours = row;
    recorder.addEventListener("start", run);
    recorder.addEventListener("resume", run);
    recorder.addEventListener("pause", rest);
    recorder.addEventListener("dataavailable", (event) => keep(ours, event.data));
    recorder.addEventListener("error", (event) => end(`the browser stopped it (${event.error?.name ?? "error"})`));
    for (const track of stream.getTracks()) track.addEventListener("ended", () => end(...lost(track, kind)));
    recorder.start(plain.endsWith("mp4") ? SLICE.mp4 : SLICE.other);
    recordingStore.hold(row.id);
  }

  // Why it ends, and what can be recorded of the rest: the sound, where the camera is gone.
  const lost = (track, kind) => (track.kind === "audio" ? ["the microphone is gone", kind] : ["the camera is gone", "audio"]);

  function run() {
    since = performance.now();
    say("recording");
  }

  function rest() {
    before = recorded();
    since = null;
    say("paused");
  }

  function keep(ours, blob) {
    if (!blob.size || failed) return;
    const stored = ours.duration;
    ours.duration = Math.round(recorded());
    ours.size += blob.size;
    if (recorder.state === "inactive" && !left) ours.state = "done"; // with its last piece, in one step
    const seq = ours.pieces, next = { ...ours, pieces: seq + 1 };
    ours.pieces += 1;
    chain = chain.then(() => failed || recordingStore.add(next, seq, blob)).catch((error) => {
      failed = error?.name === "QuotaExceededError" ? "this browser has no room left" : "this browser does not store it";
      Object.assign(ours, { pieces: seq, duration: stored, state: "recording" });
      end(failed);
    });
  }

  // Stops, and is done when the last piece is stored. Called again, it is the same end.
  function end(why = "", kind = "") {
    if (!row || ending) return ending ?? Promise.resolve();
    ending = (async () => {
      if (isRunning()) {
        const stopped = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
        if (since !== null) rest();
        recorder.stop();
        await stopped;
      }
      for (const track of recorder.stream.getTracks()) track.stop();
      await chain;
      if (row.pieces && row.state !== "done") await recordingStore.change(row.id, { state: "done" });
      say("ended", why && `${why}; ${row.pieces ? `the first ${recordingStore.minutes(row.duration)} are kept` : "nothing is kept"}`, kind);
    })().catch(() => say("ended", "this browser does not store it"));
    return ending;
  }

  // The speech did not begin after all: nothing of it was meant to be recorded.
  async function cancel() {
    if (!row) return;
    const { id } = row;
    await end();
    await recordingStore.remove(id).catch(() => {});
    row = null;
    say("not", "the speech has not begun");
  }

  // Where this stretch of the recording is in the server's time. The clock is surer after some seconds.
  function place(spoken, server) {
    if (row.offset === null || recorded() < SETTLES) row.offset = Math.round(recorded() - spoken);
    const into = Math.round(before), began = Math.round(server - (recorded() - before)), last = row.stretches.at(-1);
    if (last?.[0] !== into) row.stretches.push([into, began]);
    else if (recorded() - before < SETTLES) last[1] = began;
  }

  document.addEventListener("clock:tick", ({ detail }) => {
    if (!isRunning() || ending || !["speech", "grace", "over"].includes(detail.phase)) return;
    if (!detail.running && recorder.state === "recording") recorder.pause();
    if (detail.running && recorder.state === "paused") recorder.resume();
    const spoken = Number(document.getElementById("stage").dataset.limitMs) - detail.left;
    if (detail.running && since !== null) place(spoken, detail.server);
    if (recorded() > LONGEST) end("it is an hour long");
    else say(recorder.state);
  });

  // The last piece is stored before the page is left; a store that hangs holds nobody up.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-ends]") || event.defaultPrevented || !row || form.dataset.flushed) return;
    if (!isRunning() && !ending) return;
    event.preventDefault();
    Promise.race([end(), new Promise((done) => setTimeout(done, FLUSH))]).then(() => {
      if (form.dataset.flushed) return;
      form.dataset.flushed = "yes";
      form.requestSubmit();
    });
  }, true);

  document.addEventListener("clock:leave", () => end());
  addEventListener("pagehide", () => {
    if (!isRunning()) return;
    left = true; // not ended: the next page offers to go on
    recorder.stop();
  });
  addEventListener("beforeunload", (event) => { if (isRunning() && !ending) event.preventDefault(); });

  return { start, cancel, isRunning, minutes: recordingStore.minutes };
})();
