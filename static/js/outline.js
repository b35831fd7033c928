// The outline saves itself slot by slot (htmx posts; see templates/practice/_slot.html). This adds what htmx does not know:
// which page is writing, that nothing is sent twice, that leaving the page sends what is left, and a draft on this device.
"use strict";

(() => {
  const form = document.getElementById("outline");
  if (!form) return;
  const tab = document.querySelector("[data-conflict]") ? form.elements.tab.value : crypto.randomUUID?.() ?? form.elements.tab.value;
  form.elements.tab.value = tab;
  let turn = 0;
  const next = () => (form.elements.turn.value = turn = Math.max(turn + 1, Date.now()));
  const draft = (slot) => `outline:${form.dataset.round}:${slot}`;
  const stored = (slot) => { try { return localStorage.getItem(draft(slot)); } catch { return null; } };
  const store = (slot, text) => { try { text === null ? localStorage.removeItem(draft(slot)) : localStorage.setItem(draft(slot), text); } catch { /* full or forbidden */ } };

  // What the server has acknowledged of each slot: saved, or kept beside another tab's text.
  const sure = new Map();
  const settling = new Map(); // what stood in a slot when its owner settled two texts
  const boxes = () => form.querySelectorAll("[data-outline]");
  const slotOf = (box) => box.dataset.outline;
  const dirty = (box) => sure.get(slotOf(box)) !== box.value;
  const said = (box) => document.querySelector(`#status-${slotOf(box)} [data-said]`);
  const tell = (box, text, failed = false) => {
    said(box)?.classList.toggle("failed", failed);
    if (said(box)) said(box).textContent = text;
  };

  function offer(box, why = "This text was on its way when the page closed.") {
    const text = stored(slotOf(box));
    if (text === null || text === box.value) return store(slotOf(box), null);
    const note = document.createElement("div"), line = document.createElement("p"), words = document.createElement("blockquote");
    note.className = "kept";
    line.textContent = `${why} It is on this device only:`;
    words.textContent = text;
    const press = (label, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label });
      button.addEventListener("click", () => { note.remove(); act(); box.focus(); });
      return button;
    };
    const use = (value) => { box.value = value; box.dispatchEvent(new Event("input", { bubbles: true })); };
    const row = Object.assign(document.createElement("p"), { className: "row-of" });
    row.append(press("Put it back", () => use(text)), " ", press("Keep both", () => use(`${box.value}\n\n${text}`.trim())), " ", press("Drop it", () => store(slotOf(box), null)));
    note.append(line, words, row);
    box.after(note);
  }

  for (const box of boxes()) {
    sure.set(slotOf(box), box.value);
    offer(box);
  }

  form.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.dataset.outline) return;
    store(slotOf(box), dirty(box) ? box.value : null);
    if (dirty(box)) tell(box, "not saved yet");
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const box = event.detail.elt;
    const sends = box.dataset.outline;
    if (sends && !dirty(box)) return event.preventDefault(); // a blur after a save says nothing new
    if (!sends && box.name !== "settle") return;
    event.detail.parameters.turn = next();
    if (!sends) return settling.set(box.closest("[data-slot]").dataset.slot, box.closest("[data-slot]").querySelector("[data-outline]").value);
    box.sent = box.value;
    tell(box, "saving…");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const box = event.detail.elt, status = event.detail.xhr?.status ?? 0;
    if (!box.dataset?.outline) return;
    if (event.detail.successful || status === 409) {
      sure.set(slotOf(box), box.sent);
      if (dirty(box)) { tell(box, "not saved yet"); return htmx.trigger(box, "outline:send"); }
      store(slotOf(box), null);
    } else {
      const why = { 0: "no connection", 401: "you are signed out", 403: "not allowed", 404: "the round is gone" }[status];
      tell(box, `not saved: ${why ?? `the server answered ${status}`}; kept on this device, and sent again`, true);
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.target?.id?.startsWith("slot-") && document.querySelector(`#${CSS.escape(event.detail.target.id)} [data-outline]`);
    if (!box) return;
    sure.set(slotOf(box), box.value); // the owner has settled two texts: this is the saved one
    if (stored(slotOf(box)) === settling.get(slotOf(box))) store(slotOf(box), null);
    offer(box, "This text was typed while the two were settled.");
    box.focus();
  });

  // A press on a choice between two texts sends the text along: left for it, the text would be saved, and the answer would
  // bring the button anew under the press.
  form.addEventListener("mousedown", (event) => { if (event.target.closest("[name=settle]")) event.preventDefault(); });

  const retry = () => { for (const box of boxes()) if (dirty(box)) htmx.trigger(box, "outline:send"); };
  window.addEventListener("online", retry);
  setInterval(retry, 15_000);

  // Leaving sends what is left. A form that is sent as a whole carries every slot itself.
  let whole = false;
  form.addEventListener("submit", () => { next(); whole = true; });
  window.addEventListener("pageshow", () => { whole = false; });
  window.addEventListener("pagehide", () => {
    if (whole) return;
    for (const box of boxes()) {
      if (!dirty(box)) continue;
      const name = slotOf(box), body = new FormData();
      next();
      for (const field of [`${name}-text`, `${name}-version`, `${name}-base`, "tab", "turn", "csrfmiddlewaretoken"]) body.set(field, form.elements[field].value);
      fetch(box.getAttribute("hx-post"), { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } });
    }
  });
})();
