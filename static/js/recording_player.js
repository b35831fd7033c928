// The one way to a second of the speech: a button with data-seek="SECONDS", or "recording:seek" {seconds} on document.
// Second 0 is where the speech began; what the player carries says where that is in its recording (recording_times.js). Several players
// are the parts of one speech; a button that stands with one of them (.recording) means that one.
// While one plays, "recording:time" {seconds} says where it is.
"use strict";

(() => {
  const players = () => [...document.querySelectorAll("[data-recording]")];
  const times = new WeakMap();

  function timesOf(player) {
    if (!times.has(player)) times.set(player, recordingTimes.ofPlayer(player));
    return times.get(player);
  }

  // A webm of a MediaRecorder does not know its length until its end was looked for.
  const ready = (player) => new Promise((done) => {
    const look = () => {
      if (Number.isFinite(player.duration)) return done();
      player.addEventListener("durationchange", () => { player.currentTime = 0; done(); }, { once: true });
      player.currentTime = 1e7;
    };
    if (player.readyState >= HTMLMediaElement.HAVE_METADATA) look();
    else {
      player.addEventListener("loadedmetadata", look, { once: true });
      if (player.preload === "none") player.load();
    }
  });

  const known = new WeakMap();
  function know(player) {
    if (!known.has(player)) known.set(player, ready(player));
    return known.get(player);
  }

  async function seek(seconds, within) {
    const all = [...(within?.querySelectorAll("[data-recording]") ?? [])].concat(players()), player = all.find((one) => timesOf(one).holds(seconds * 1000)) ?? all[0];
    if (!player) return;
    for (const other of all) if (other !== player) other.pause();
    await know(player);
    player.currentTime = Math.min(Math.max(0, timesOf(player).into(seconds * 1000) / 1000), Math.max(0, player.duration - 0.05));
    player.scrollIntoView({ block: "nearest" });
    await player.play().catch(() => {}); // a browser may want a press on the player itself first
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-seek]");
    if (button) seek(Number(button.dataset.seek), button.closest(".recording"));
  });
  document.addEventListener("recording:seek", ({ detail }) => { if (Number.isFinite(detail?.seconds)) seek(detail.seconds); });
  document.addEventListener("recording:player", ({ target }) => know(target));
  document.addEventListener("timeupdate", ({ target }) => {
    if (!target.matches?.("[data-recording]") || target.paused) return;
    const seconds = timesOf(target).said(target.currentTime * 1000) / 1000;
    target.dispatchEvent(new CustomEvent("recording:time", { detail: { seconds }, bubbles: true }));
  }, true);
  // A form of recording that another browser made and this one does not know; or it was deleted meanwhile.
  function cannot(player) {
    if (player.dataset.failed) return;
    player.dataset.failed = "yes";
    player.after(Object.assign(document.createElement("p"), { className: "quiet", textContent: "This browser cannot play it. Download it to hear it in another program." }));
  }

  document.addEventListener("error", ({ target }) => { if (target.matches?.("[data-recording]")) cannot(target); }, true);
  for (const player of players()) {
    if (player.error) cannot(player);
    else know(player);
  }
})();
