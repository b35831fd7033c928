// Counts down to the server's deadline. The server's word is all that counts: this only shows it.
// An element with data-clock carries what the server said; [data-digits], [data-ring], [data-say] and [data-sync] show it.
// Events on document: clock:tick {left, phase, running, server: the server's time in ms}, clock:mark {left, words, label}, clock:part, clock:leave: the page, not left where prevented; it listens to clock:look.
"use strict";

(() => {
  const MINUTE = 60, EVERY = 20_000, SLOW = 4_000;
  const NEAR = 2_000; // the server may be this much ahead of the page at the end of a part, and its mark is still given
  const OFF = 250; // ms that do not matter
  const ONCE = 4_000; // a mark is not given again where the server's answer sets the page back a little
  const SPEAKING = ["speech", "grace", "over"], PREPARING = ["draw", "choose", "prep"];
  let root, left, server, running, elapsed, best, last, timer, looking = false, anew = 0, again = 0, given = {};

  const number = (text) => (text === "" || text === undefined ? null : Number(text));
  const minutes = (s) => `${Math.floor(s / MINUTE)}:${String(s % MINUTE).padStart(2, "0")}`;

  function rebase(ms, now) {
    left = ms;
    server = now;
    elapsed = window.extempElapsed();
  }

  function phaseAt(now) {
    const said = root.dataset.phase;
    if (!SPEAKING.includes(said)) return said;
    if (now > 0) return "speech";
    return now > -Number(root.dataset.graceMs) ? "grace" : "over";
  }

  function digits(now, phase) {
    if (root.dataset.count === "up" && SPEAKING.includes(phase)) return minutes(Math.floor((Number(root.dataset.limitMs) - now) / 1000));
    if (phase === "over") return `+${minutes(Math.floor(-now / 1000))}`;
    return minutes(Math.max(0, Math.ceil((phase === "grace" ? now + Number(root.dataset.graceMs) : now) / 1000)));
  }

  function tick() {
    clearTimeout(timer);
    if (left === null) return;
    if (running && elapsed.torn()) look();
    const now = left - (running ? elapsed.gone() : 0), phase = phaseAt(now);
    for (const shown of document.querySelectorAll("[data-digits]")) {
      const text = digits(now + Number(shown.dataset.plus ?? 0), phase);
      if (shown.textContent !== text) shown.textContent = text;
    }
    const share = Math.min(100, Math.max(0, (100 * now) / Number(root.dataset.limitMs)));
    document.querySelector("[data-ring]")?.setAttribute("stroke-dasharray", `${share.toFixed(2)} 100`);
    say(now);
    last = now;
    document.dispatchEvent(new CustomEvent("clock:tick", { detail: { left: now, phase, running, server: server + elapsed.gone() } }));
    if (!running) return;
    if (now <= 0 && (["prep", "walk"].includes(phase) || ["choice", "question"].includes(root.dataset.part)) && Date.now() > again) {
      again = Date.now() + 1000;
      look();
    }
    timer = setTimeout(tick, 1 + (((now % 1000) + 1000) % 1000 || 1000));
  }

  function say(now) {
    const crossed = JSON.parse(root.dataset.marks).filter((mark) => last > mark.left && now <= mark.left).pop();
    if (!crossed || (given.left === crossed.left && performance.now() - given.at < ONCE)) return;
    given = { left: crossed.left, at: performance.now() };
    const place = document.querySelector("[data-say]");
    if (place) place.textContent = crossed.words;
    document.dispatchEvent(new CustomEvent("clock:mark", { detail: { ...crossed, late: crossed.left - now } }));
  }

  // Ask the server; half of the way there and back is taken off. A slow answer worsens no quick one, unless what is shown
  // cannot be: when the server answered is not known, but it was between the asking and now.
  async function look(tries = 0) {
    if (!root) return;
    if (looking) { anew = 1; return; } // the answer on its way may be older than what asks now; ms until it is asked again
    looking = true;
    const sent = window.extempElapsed(), asked = root;
    try {
      const response = await fetch(root.dataset.look, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const said = await response.json(), trip = sent.gone();
      if (root !== asked || !root.isConnected || root.querySelector("[data-starts].htmx-request")) { anew = 300; return; } // another stage is there, or comes
      if ((trip > SLOW || sent.torn()) && tries < 2) return setTimeout(look, 0, tries + 1); // it may have slept on the way
      take(said, Math.min(trip, SLOW));
      synced(true);
    } catch {
      synced(false);
    } finally {
      looking = false;
      if (anew) { setTimeout(look, anew); anew = 0; }
    }
  }

  function take(said, trip) {
    const was = root.dataset, part = (said.part ?? "") !== (was.part ?? "");
    const other = !PREPARING.includes(said.phase) && SPEAKING.includes(said.phase) !== SPEAKING.includes(was.phase);
    if (was.stay) { if (said.phase !== was.phase) document.dispatchEvent(new CustomEvent("clock:phase")); }
    else if (said.page !== location.pathname) return leave(said.page);
    else if (part && "parts" in was) return nextPart();
    else if (part || other) return leave(location.pathname);
    const changed = said.paused !== (root.dataset.paused === "true") || said.phase !== root.dataset.phase;
    const own = left - (running ? elapsed.gone() : 0), wrong = own > said.left_ms + OFF || own < said.left_ms - trip - OFF;
    Object.assign(root.dataset, { phase: said.phase, paused: said.paused, version: said.version, serverNow: said.server_now });
    running = said.running;
    if (changed || wrong || elapsed.torn() || trip <= best + 50 || best === undefined) {
      best = Math.min(trip, best ?? trip);
      rebase(said.left_ms === null ? null : said.left_ms - (running ? trip / 2 : 0), Date.parse(said.server_now) + trip / 2);
    }
    tick();
  }

  function nextPart() { // without a new page: it would cut the tone
    if (last > 0 && running && left - elapsed.gone() < NEAR) say(0);
    document.dispatchEvent(new CustomEvent("clock:part"));
  }

  function leave(page) { // unless something that is typed has to be sent first
    if (document.dispatchEvent(new CustomEvent("clock:leave", { cancelable: true, detail: page }))) location.replace(page);
    else root.dataset.stay = "true";
  }

  const synced = (is) => document.querySelector("[data-sync]")?.toggleAttribute("hidden", is);

  function begin() {
    root = document.querySelector("[data-clock]");
    if (!root) return;
    running = root.dataset.running === "true";
    best = undefined;
    rebase(number(root.dataset.remainingMs), Date.parse(root.dataset.serverNow));
    [last, given] = [left, {}];
    tick();
  }

  // What happened while nobody was here is said once the page stands: a live region is silent about what it comes with.
  function tell() {
    const told = document.querySelector("[data-told]"), place = document.querySelector("[data-say]");
    if (told && place) setTimeout(() => { place.textContent = told.textContent; }, 300);
  }

  begin();
  if (!root) return;
  tell();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`round-${root.dataset.round}`) : null;
  const others = () => channel?.postMessage("look");
  if (channel) channel.onmessage = () => look();
  others(); // this page may be here because something was done
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.matches?.("[data-clock]")) { begin(); others(); }
  });
  document.addEventListener("clock:look", () => look().then(others));
  for (const name of ["focus", "online", "pageshow"]) window.addEventListener(name, () => look());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(() => look(), Number(root.dataset.every) || EVERY);
})();
