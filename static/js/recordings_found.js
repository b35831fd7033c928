// Recordings that lie in this browser: all of them, or those that a closed page left unfinished. Each may be kept, heard or
// sent (on the review of its round), or deleted.
"use strict";

(() => {
  const root = document.querySelector("[data-recordings-found]"), list = root.querySelector("[data-found-list]");
  const said = root.querySelector("[data-found-said]"), { owner, recordingsFound: which } = root.dataset;

  async function show() {
    const loose = await recordingStore.unfinished(owner), left = new Set(loose.map((row) => row.id));
    const rows = which === "all" ? (await recordingStore.of(owner)).filter((row) => row.state === "done" || left.has(row.id)) : loose;
    list.replaceChildren(...rows.map((row) => line(row, left.has(row.id))));
    root.hidden = rows.length === 0 && said.textContent === "" && which !== "all";
    if (which === "all" && rows.length === 0 && !said.textContent) said.textContent = "Nothing is recorded in this browser. The choice is on the stage, before the speech.";
  }

  function line(row, unfinished) {
    const item = root.querySelector("[data-found-row]").content.cloneNode(true).firstElementChild;
    const part = (name) => item.querySelector(`[data-found-${name}]`);
    Object.assign(part("link"), { href: row.page, textContent: row.title });
    part("open").href = `${row.page}#recording`;
    part("day").textContent = new Date(row.began).toLocaleDateString(undefined, { dateStyle: "medium" });
    part("length").textContent = recordingStore.minutes(row.duration);
    part("unfinished").hidden = part("keep").hidden = !unfinished;
    part("keep").addEventListener("click", () => act(row, { state: "done" }, "Kept in this browser."));
    part("delete").addEventListener("click", () => act(row, { discarded: Date.now() }, "Deleted from this browser.", { discarded: 0 }));
    for (const button of [part("keep"), part("delete"), part("open")]) button.setAttribute("aria-label", `${button.textContent}: ${row.title}`);
    return item;
  }

  async function act(row, changes, words, back) {
    await recordingStore.change(row.id, changes);
    said.textContent = `${words} `;
    if (back) {
      const undo = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: "Undo" });
      undo.addEventListener("click", () => act(row, back, "It is back."));
      said.append(undo);
    }
    await show();
    (said.querySelector("button") ?? list.querySelector("a"))?.focus();
  }

  show().catch(() => { /* a browser that stores nothing has none */ });
})();
