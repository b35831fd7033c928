// Sends a recording in its pieces. What has arrived is not sent again, so it may be broken off anywhere and gone on with.
"use strict";

const recordingSender = (() => {
  const WAITS = [0, 500, 2_000, 6_000];
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  class Refused extends Error {
    constructor(status, told) {
      super(told.why ?? `The server refused it (${status}).`);
      Object.assign(this, { status, told });
    }
  }

  // JSON of the answer. Raises Refused where the server says no, and an Error where it says nothing.
  async function ask(address, method, body, type) {
    for (const wait of WAITS) {
      await pause(wait);
      let response;
      try {
        const headers = { Accept: "application/json", "X-CSRFToken": cookie("csrftoken"), ...(type && { "Content-Type": type }) };
        response = await fetch(address, { method, body, headers });
      } catch {
        continue;
      }
      if (response.redirected || response.status === 401) throw new Error("You are signed out: sign in in another tab, then send it again.");
      if (response.status >= 500) continue;
      const told = await response.json().catch(() => ({}));
      if (response.ok) return told;
      throw new Refused(response.status, told);
    }
    throw new Error("The server does not answer. What has arrived stays there; send it again when you are connected.");
  }

  async function sha256(blob) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // `step(sent, of)` is told of each piece. Raises what `ask` raises; with `told.words` there is something new to agree to.
  async function send(row, { address, base, words, measured }, step) {
    const blobs = await recordingStore.blobs(row), hashes = [];
    for (const blob of blobs) hashes.push(await sha256(blob));
    const about = new URLSearchParams({ id: row.id, kind: row.kind, offset_ms: row.offset ?? 0, agreed: words });
    for (let turn = 0; turn < 3; turn += 1) {
      const { here, kept } = await ask(address, "POST", about);
      if (kept) return;
      for (const [number, blob] of blobs.entries()) {
        if (here[number] !== hashes[number]) await ask(`${base}${row.id}/pieces/${number}/`, "PUT", blob, "application/octet-stream");
        step(number + 1, blobs.length);
      }
      try {
        const whole = { sha256s: hashes, duration_ms: row.duration, measured: measured ?? {}, stretches: row.stretches ?? [] };
        await ask(`${base}${row.id}/whole/`, "POST", JSON.stringify(whole), "application/json");
        return;
      } catch (error) {
        if (!error.told?.missing) throw error;
      }
    }
    throw new Error("Some pieces do not arrive. Try again later.");
  }

  return { send };
})();
