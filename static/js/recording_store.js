// Recordings in this browser's own store: a row each, and its pieces {recording, seq, blob}. Nothing here sends anything.
// A row: {id, owner, round, title, page, kind, mime, began, offset, stretches, duration, pieces, size, state, discarded, facts}.
// `state` is "recording" or "done", `offset` where in the recording the speech began, `stretches` as recording_times.js;
// times are milliseconds.
"use strict";

const recordingStore = (() => {
  const NAME = "extemp-recordings", LATER = 60_000;
  let opened = null;

  const done = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });

  function open() {
    opened ??= new Promise((yes, no) => {
      if (!("indexedDB" in window)) return no(new Error("no store"));
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("rows", { keyPath: "id" });
        request.result.createObjectStore("pieces", { keyPath: ["recording", "seq"] });
      };
      request.onsuccess = () => yes(request.result);
      request.onerror = () => no(request.error);
      request.onblocked = () => no(new Error("blocked"));
    }).catch((error) => { opened = null; throw error; });
    return opened;
  }

  // All of `act` or nothing of it; what is answered is on the disk.
  async function write(act) {
    const base = await open();
    return new Promise((yes, no) => {
      const change = base.transaction(["rows", "pieces"], "readwrite", { durability: "strict" });
      let result;
      change.oncomplete = () => yes(result);
      change.onabort = change.onerror = () => no(change.error ?? new Error("not stored"));
      Promise.resolve(act(change.objectStore("rows"), change.objectStore("pieces"))).then(
        (given) => { result = given; },
        () => { try { change.abort(); } catch { /* it has ended */ } },
      );
    });
  }

  const every = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);

  async function read(name, ...range) {
    const base = await open();
    return done(base.transaction(name).objectStore(name).getAll(...range));
  }

  const put = (row) => write((rows) => { rows.put(row); });

  const add = (row, seq, blob) => write((rows, pieces) => {
    pieces.add({ recording: row.id, seq, blob });
    rows.put(row);
  });

  const change = (id, changes) => write(async (rows) => {
    const row = await done(rows.get(id));
    if (row) rows.put({ ...row, ...changes });
    return row && { ...row, ...changes };
  });

  const remove = (id) => write((rows, pieces) => {
    rows.delete(id);
    pieces.delete(every(id));
  });

  // The person's own, newest first; what was deleted and not called back is gone for good by now.
  async function of(owner, round) {
    const rows = await read("rows");
    const old = rows.filter((row) => row.discarded && row.discarded < Date.now() - LATER);
    for (const row of old) await remove(row.id);
    return rows
      .filter((row) => row.owner === owner && (!round || row.round === round) && !row.discarded && row.pieces > 0)
      .sort((one, other) => other.began - one.began);
  }

  // In order, and only if none is missing: a recording with a hole plays without a fault and lacks its seconds.
  async function blobs(row) {
    const pieces = await read("pieces", every(row.id));
    if (pieces.length !== row.pieces || pieces.some((piece, at) => piece.seq !== at)) throw new Error("pieces are missing");
    return pieces.map((piece) => piece.blob);
  }

  // The tab that records holds a lock; it ends with the tab, however that ends.
  function hold(id) {
    navigator.locks?.request(`recording-${id}`, () => new Promise(() => {})).catch(() => {});
  }

  async function isHeld(id) {
    if (!navigator.locks) return false;
    return (await navigator.locks.query()).held.some((lock) => lock.name === `recording-${id}`);
  }

  // Recorded by a tab that is not there any more.
  async function unfinished(owner, round) {
    const found = [];
    for (const row of await of(owner, round)) if (row.state === "recording" && !(await isHeld(row.id))) found.push(row);
    return found;
  }

  const minutes = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

  return { put, add, change, remove, of, blobs, hold, isHeld, unfinished, minutes };
})();
