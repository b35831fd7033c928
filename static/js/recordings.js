// The recordings of this round that lie in this browser: played, downloaded, deleted, and sent if the speaker agrees.
"use strict";

(() => {
  const root = document.querySelector("[data-recordings]"), place = root.querySelector("[data-here]");
  const { owner, round } = root.dataset, { minutes } = recordingStore;
  const sent = (id) => document.querySelector(`[data-sent="${id}"]`);
  const size = (bytes) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

  async function show() {
    let rows = [];
    try {
      rows = await recordingStore.of(owner, round);
    } catch {
      root.querySelector("[data-here-said]").textContent = "This browser does not let recordings be stored.";
    }
    for (const row of rows.sort((one, other) => one.began - other.began)) if (!document.getElementById(`here-${row.id}`)) await add(row);
    root.querySelector("[data-here-none]").hidden = rows.length > 0 || document.querySelector("[data-sent]") !== null;
  }

  async function add(row) {
    const item = root.querySelector("[data-here-row]").content.cloneNode(true).firstElementChild;
    const part = (name) => item.querySelector(`[data-row-${name}]`);
    item.id = `here-${row.id}`;
    item.setAttribute("aria-label", `Recording in this browser, ${minutes(row.duration)}`);
    for (const length of item.querySelectorAll("[data-row-length]")) length.textContent = minutes(row.duration);
    part("size").textContent = size(row.size);
    if (row.kind === "video" && part("words")) part("words").textContent = part("words").dataset.ofPicture;
    let played = null;
    part("send")?.addEventListener("submit", (event) => {
      event.preventDefault(); // as soon as it is seen: measuring a long speech takes a slow laptop a while
      if (played) send(row, part, played);
    });
    place.append(item);
    part("delete").addEventListener("click", () => discard(row, item));
    if (sent(row.id)) return asCopy(row, item);
    if (row.state === "recording") {
      if (await recordingStore.isHeld(row.id)) return void (part("said").textContent = "Another tab is recording this.");
      part("unfinished").hidden = false;
      part("keep").addEventListener("click", async () => {
        row.state = "done";
        await recordingStore.change(row.id, { state: "done" });
        part("unfinished").hidden = true;
        part("said").textContent = "Kept in this browser.";
      });
    }
    await (played = play(row, item, part));
  }

  // It is on the server as well, and played from there.
  function asCopy(row, item) {
    for (const child of item.querySelectorAll("details, .measures, .wave, [data-row-how]")) child.remove();
    item.querySelector(".meta span:nth-child(3)").textContent = "a copy lies in this browser as well";
    recordingStore.blobs(row).then((blobs) => link(row, item, new Blob(blobs, { type: row.mime })));
  }

  function link(row, item, blob) {
    const address = URL.createObjectURL(blob), anchor = item.querySelector("[data-row-download]");
    Object.assign(anchor, { href: address, download: `speech-${new Date(row.began).toISOString().slice(0, 10)}.${row.mime.split("/")[1]}` });
    return address;
  }

  async function play(row, item, part) {
    let blob;
    try {
      blob = new Blob(await recordingStore.blobs(row), { type: row.mime });
    } catch {
      part("said").textContent = "Pieces of this recording are missing in this browser, so it is not played: it would leave seconds out.";
      part("download").remove();
      return item.querySelector("details")?.remove();
    }
    const player = document.createElement(row.kind);
    Object.assign(player, { controls: true, src: link(row, item, blob), playsInline: true });
    Object.assign(player.dataset, { recording: "", offsetMs: row.offset ?? 0, durationMs: row.duration, stretches: JSON.stringify(row.stretches ?? []), spans: root.dataset.spans });
    part("size").closest("p").before(player);
    player.dispatchEvent(new CustomEvent("recording:player", { bubbles: true }));
    row.facts ??= await speechFacts.of(blob, recordingTimes.ofPlayer(player)).catch(() => null);
    if (row.facts) facts(row.facts, item, part);
    else part("said").textContent = "Speech and silence could not be told apart in this recording, so nothing is measured.";
  }

  function facts(found, item, part) {
    const shown = { speaking: minutes(found.speaking_ms), silent: minutes(found.silent_ms), start: `${(found.start_ms / 1000).toFixed(1)} s`, shortest: `${found.shortest_ms / 1000} s`, pauses: found.pauses.length };
    for (const [name, text] of Object.entries(shown)) item.querySelector(`[data-fact="${name}"]`).textContent = text;
    const longest = [...found.pauses].sort((one, other) => other[1] - one[1]).slice(0, 5);
    part("longest").append(...longest.map(([at, length]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "chip jump", textContent: `${(length / 1000).toFixed(1)} s at ${minutes(at)}` });
      button.dataset.seek = (at / 1000).toFixed(2);
      button.setAttribute("aria-label", `Pause of ${button.textContent}: play from there`);
      return button;
    }));
    speechWave.draw(part("wave"), found);
    for (const name of ["facts", "how"]) part(name).hidden = false;
    part("longest").hidden = longest.length === 0;
  }

  async function discard(row, item) {
    await recordingStore.change(row.id, { discarded: Date.now() });
    const said = Object.assign(document.createElement("p"), { className: "row-of", textContent: `Deleted from this browser (${minutes(row.duration)}). ` });
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Undo" });
    said.setAttribute("role", "status");
    said.append(undo);
    item.replaceWith(said);
    undo.focus();
    const forGood = () => recordingStore.remove(row.id);
    addEventListener("pagehide", forGood);
    undo.addEventListener("click", async () => {
      removeEventListener("pagehide", forGood);
      const back = await recordingStore.change(row.id, { discarded: 0 });
      said.textContent = back ? "" : "It is gone for good.";
      if (back) said.replaceWith(item);
    });
  }

  // What is measured while it is `played` is sent with it.
  async function send(row, part, played) {
    const button = part("send").querySelector("button"), bar = part("bar"), said = part("said");
    if (button.disabled) return;
    button.disabled = true;
    bar.hidden = false;
    said.textContent = "Sending…";
    try {
      await played;
      const how = { address: root.dataset.send, base: root.dataset.base, words: part("words").textContent, measured: row.facts };
      await recordingSender.send(row, how, (done, of) => Object.assign(bar, { value: done, max: of }));
      await recordingStore.change(row.id, { state: "done" });
      location.reload();
    } catch (error) {
      said.textContent = error.message;
      button.textContent = "Go on sending";
      if (!error.told?.words) return;
      part("words").textContent = error.told.words;
      part("send").elements.agreed.checked = false;
      button.textContent = "Send it";
    } finally {
      button.disabled = false;
      bar.hidden = true;
    }
  }

  show();
})();
