// The page of whoever listens: forms save themselves (htmx); this adds which page writes and in which order, a copy on this
// device until the server has the words, and that leaving the page sends what is left.
"use strict";

(() => {
  const store = (key, text) => { try { text ? localStorage.setItem(key, text) : localStorage.removeItem(key); } catch { /* full or forbidden */ } };
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const key = (box) => `heard:${box.dataset.keep}`;
  const boxes = () => document.querySelectorAll("[data-keep]");
  const sure = new WeakMap(); // what the server has of each box
  const sent = new WeakMap(); // what is on its way
  const ballot = { typed: 0, sent: 0, sure: 0 }; // of all its fields: changes so far, and how many the server was sent and has
  let turn = 0;

  function begin() {
    for (const box of boxes()) {
      if (sure.has(box)) continue;
      sure.set(box, box.value);
      const left = stored(key(box));
      if (!left || left === box.value) { store(key(box), ""); continue; }
      if (!box.value.trim()) { box.value = left; box.dispatchEvent(new Event("input", { bubbles: true })); }
      else offer(box, left);
    }
  }

  // Words that never reached the server, beside others that did.
  function offer(box, left) {
    const note = Object.assign(document.createElement("div"), { className: "kept" });
    const line = Object.assign(document.createElement("p"), { textContent: "These words were on their way when the page closed. They are on this device only:" });
    const words = Object.assign(document.createElement("blockquote"), { textContent: left });
    const press = (label, act) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: label });
      button.addEventListener("click", () => { note.remove(); act(); box.focus(); });
      return button;
    };
    const use = () => { box.value = `${box.value}\n\n${left}`; box.dispatchEvent(new Event("input", { bubbles: true })); };
    const row = Object.assign(document.createElement("p"), { className: "row-of" });
    row.append(press("Add them", use), " ", press("Drop them", () => store(key(box), "")));
    note.append(line, words, row);
    box.after(note);
  }

  const formOf = (elt) => elt.form ?? elt.closest?.("form");
  const kept = (elt) => formOf(elt)?.querySelectorAll("[data-keep]") ?? [];
  const isBallot = (elt) => Boolean(formOf(elt)?.matches("[data-ballot]"));

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (isBallot(box)) ballot.typed += 1;
    if (!box.dataset?.keep) return;
    store(key(box), sure.get(box) === box.value ? "" : box.value);
    say(box, "not saved yet");
  });

  function say(box, text) {
    const said = formOf(box)?.querySelector("#comment-status, #ballot-status .said");
    if (said && !said.querySelector(".fault, input")) said.textContent = text;
  }

  document.addEventListener("htmx:configRequest", (event) => {
    const form = formOf(event.detail.elt);
    if (!form?.matches("[data-ballot], [data-comment]")) return;
    turn = Math.max(turn + 1, Date.now());
    if ("turn" in event.detail.parameters) event.detail.parameters.turn = turn;
    for (const box of kept(event.detail.elt)) sent.set(box, box.value);
    if (isBallot(event.detail.elt)) ballot.sent = ballot.typed;
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // Whoever asked may be gone by now, swapped for what was answered; then htmx tells it of what stood around it.
    const asked = detail.requestConfig?.elt ?? detail.elt, status = detail.xhr?.status ?? 0, known = detail.successful || status === 409;
    for (const box of kept(asked)) {
      if (!known || !sent.has(box)) continue;
      sure.set(box, sent.get(box));
      store(key(box), sure.get(box) === box.value ? "" : box.value);
    }
    if (isBallot(asked) && (known || status === 422)) ballot.sure = ballot.sent;
    if (!known && status !== 422 && kept(asked).length) say(kept(asked)[0], `not saved; it is ${isBallot(asked) ? "" : "on this device and is "}sent again`);
  });
  // What was answered is in the page before it is noted that it was sent: the words that are there now must not come again.
  for (const name of ["htmx:afterSettle", "listeners:came"]) document.addEventListener(name, () => queueMicrotask(begin));

  const dirty = (box) => sure.has(box) && sure.get(box) !== box.value;
  // What the server does not have: a box, or the ballot, which is sent as a whole.
  function unsaved() {
    const form = document.querySelector("[data-ballot]"), loose = [...boxes()].filter((box) => dirty(box) && box.form !== form);
    return form && (ballot.typed !== ballot.sure || [...kept(form)].some(dirty)) ? [...loose, form] : loose;
  }
  const again = () => { for (const one of unsaved()) htmx.trigger(one, "keep:send"); };
  window.addEventListener("online", again);
  setInterval(again, 15_000);

  let whole = null; // the form that leaves with the page carries its own words
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) whole = event.target; });
  window.addEventListener("pageshow", () => { whole = null; });
  window.addEventListener("pagehide", () => {
    for (const one of unsaved()) {
      const form = formOf(one), address = one.getAttribute("hx-post") ?? form.getAttribute("hx-post");
      if (form === whole || !address) continue;
      const body = new FormData(form);
      if (body.has("turn")) body.set("turn", (turn = Math.max(turn + 1, Date.now())));
      fetch(address, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } });
    }
  });

  begin();
})();
