// The choice before the speech: sound, or sound and picture; and a meter that moves when the microphone hears.
// The camera and the microphone are asked for when they are chosen, not before.
"use strict";

(() => {
  const LITTLE = 100 * 1024 * 1024, HEARD = 0.02;
  const shown = (name) => document.querySelector(`#stage [data-record-${name}]`);
  const { say, words, about, speaks } = recordingState;
  let stream = null, kind = "", context = null, looking = 0;

  async function choose(wanted, device = "") {
    quit();
    kind = wanted;
    shown("test")?.toggleAttribute("hidden", !wanted);
    if (!wanted) return say({ state: "not", why: "" });
    say({ state: "asking", why: "" });
    const audio = { channelCount: 1, echoCancellation: false, ...(device && { deviceId: { exact: device } }) };
    const video = wanted === "video" && { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20 } };
    try {
      const given = await navigator.mediaDevices.getUserMedia({ audio, video });
      if (kind !== wanted || stream) return given.getTracks().forEach((track) => track.stop());
      stream = given;
    } catch (error) {
      return refused(`${wanted === "video" ? "microphone or camera" : "the microphone"}: ${words(error)}`);
    }
    if (!shown("setup")) return late();
    for (const track of stream.getTracks()) track.addEventListener("ended", () => speechRecorder.isRunning() || unplugged());
    say({ state: "ready", why: "" });
    preview();
    listen();
    await inputs(device);
    await room();
  }

  function refused(why) {
    const rest = shown("setup") ? "" : kind, none = document.querySelector("#stage [name=record][value='']");
    kind = "";
    shown("test")?.toggleAttribute("hidden", true);
    if (none) none.checked = true;
    say({ state: "not", why, rest });
  }

  // Start was pressed before the browser had its permission.
  function late() {
    if (!stream || shown("setup")) return;
    const [given, what] = [stream, kind];
    hush();
    stream = null;
    if (speaks() && !speechRecorder.isRunning()) return speechRecorder.start(given, what, about());
    for (const track of given.getTracks()) track.stop();
    if (!speechRecorder.isRunning()) say({ state: "not", why: "" });
  }

  function unplugged() {
    if (!stream) return;
    quit();
    document.querySelector("#stage [name=record][value='']")?.click();
    say({ state: "not", why: "the microphone or camera is gone" });
  }

  function hush() {
    cancelAnimationFrame(looking);
    context?.close();
    context = null;
  }

  function quit() {
    hush();
    for (const track of stream?.getTracks() ?? []) track.stop();
    [stream, kind] = [null, ""];
  }

  function preview() {
    const video = shown("preview");
    video.hidden = kind !== "video";
    video.srcObject = kind === "video" ? stream : null;
    if (kind === "video") video.play().catch(() => {});
  }

  function listen() {
    context = new AudioContext();
    context.resume().catch(() => {});
    const analyser = context.createAnalyser(), samples = new Float32Array(analyser.fftSize);
    context.createMediaStreamSource(stream).connect(analyser);
    const said = shown("heard");
    said.textContent = "Say something: the bar must move.";
    let heard = false;
    const look = () => {
      const meter = shown("level");
      if (!context || !meter) return;
      analyser.getFloatTimeDomainData(samples);
      const level = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
      meter.value = Math.min(1, Math.sqrt(level) * 1.6);
      if (!heard && level > HEARD) {
        heard = true;
        said.textContent = "You are heard.";
      }
      looking = requestAnimationFrame(look);
    };
    look();
  }

  async function inputs(chosen) {
    const devices = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "audioinput" && one.deviceId && one.deviceId !== "default");
    const select = shown("input");
    if (!select) return;
    select.closest("label").hidden = devices.length < 2;
    const now = chosen || stream?.getAudioTracks()[0]?.getSettings().deviceId;
    select.replaceChildren(...devices.map((one, at) => new Option(one.label || `Microphone ${at + 1}`, one.deviceId, false, one.deviceId === now)));
  }

  async function room() {
    const kept = await navigator.storage?.persist?.().catch(() => false);
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => ({}))) ?? {};
    const text = quota - usage < LITTLE ? `This browser has little room left (${Math.max(0, Math.floor((quota - usage) / 1024 / 1024))} MB): the end may be lost.`
      : kept ? "" : "This browser may delete what it stores when the disk is full: send or download the recording soon.";
    if (shown("room")) shown("room").textContent = text;
  }

  document.addEventListener("change", ({ target }) => {
    if (target.name === "record" && target.closest("#stage")) {
      choose(target.value);
      if (!target.matches(":focus-visible")) document.querySelector("#stage [data-starts] button")?.focus(); // Space starts
    } else if (target === shown("input")) choose(kind, target.value);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-starts]") || event.defaultPrevented || !stream || speechRecorder.isRunning()) return;
    const given = stream; // the recorder's from now on
    hush();
    stream = null;
    speechRecorder.start(given, kind, about());
  }, true);
  document.addEventListener("htmx:afterRequest", async ({ detail }) => {
    if (!detail.elt?.matches?.("[data-starts]") || detail.successful) return;
    const [again, device] = [kind, shown("input")?.value];
    await speechRecorder.cancel();
    if (again && kind === again && !stream) choose(again, device);
  });
  document.addEventListener("htmx:afterSettle", late);
})();
