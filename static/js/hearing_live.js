// What listeners add comes into this page by itself: sections, comments, sources, on the review also ballots. The server is asked every few
// seconds and answers 304 while nothing is new. Only what differs is put in, and never what somebody works in: a row that
// holds the focus or words that are not saved waits for the next time. Without this the page is loaded anew.
"use strict";

(() => {
  const root = document.querySelector("[data-listeners]"), EVERY = 3000, AFTER = 10_000, SURE = 900;
  let tag = "", acts = 0, timer, asking = false, again = false, moved = -SURE;

  // As the server wrote it: without what differs each time, and what a hand, htmx or replay.js did to it.
  function written(element) {
    const copy = element.cloneNode(true);
    for (const input of copy.querySelectorAll("[name=csrfmiddlewaretoken], [name=client_id]")) input.remove();
    for (const time of copy.querySelectorAll(".time-link")) {
      time.replaceWith(Object.assign(document.createElement("span"), { className: "num", textContent: time.textContent }));
    }
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["open", "data-second"]) one.removeAttribute(name);
      one.classList.remove("htmx-added", "htmx-settling", "htmx-swapping", "htmx-request");
      if (!one.classList.length) one.removeAttribute("class");
    }
    return copy.outerHTML.replace(/\s+/g, " ");
  }

  const fields = (element) => [...element.querySelectorAll("input:not([type=hidden]), textarea")];
  const says = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
  const said = (field) => (field.type === "checkbox" ? String(field.defaultChecked) : field.defaultValue);

  // Whether somebody works in it: the focus is inside, or a field says what the server neither had nor has.
  function busy(old, fresh) {
    const known = new Map(fields(fresh).map((field) => [field.name, says(field)]));
    const inside = old !== document.activeElement && old.contains(document.activeElement);
    return inside || fields(old).some((field) => says(field) !== said(field) && says(field) !== known.get(field.name));
  }

  function fill(old, fresh) {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
    old.replaceChildren(...fresh.childNodes);
    htmx.process(old);
  }

  // The same element goes on, so that a focus on it stays. Gives whether it is as the server has it now.
  function become(old, fresh) {
    if (written(old) === written(fresh)) return true;
    if (busy(old, fresh)) return false;
    const open = old.querySelector("details")?.open;
    fill(old, fresh);
    if (open) old.querySelector("details").open = true;
    return true;
  }

  // Rows by their id, in the server's order. A row that must wait stands where it stood.
  function merge(list, fresh) {
    const rows = [...fresh.children].filter((row) => row.id), there = new Set(rows.map((row) => row.id));
    let done = true, after = null;
    for (const row of [...list.children].filter((one) => one.id && !there.has(one.id))) {
      if (busy(row, document.createElement("p")) || row === document.activeElement) done = false;
      else row.remove();
    }
    for (const row of rows) {
      const old = document.getElementById(row.id);
      if (old) done = become(old, row) && done;
      else {
        if (after) after.after(row);
        else list.insertBefore(row, list.querySelector(":scope > [id]"));
        htmx.process(row);
      }
      after = document.getElementById(row.id);
    }
    list.hidden = fresh.hidden;
    return done;
  }

  // The tapping button keeps its place and its focus; what it says is the next section.
  function retitle(old, fresh) {
    if (written(old) === written(fresh)) return;
    const held = old.contains(document.activeElement) ? document.activeElement.id : "";
    fill(old, fresh);
    if (held) (document.getElementById(held) ?? old.querySelector("button"))?.focus({ preventScroll: true });
    moved = performance.now();
  }

  const PIECES = {
    "comment-list": merge, "comment-none": become, ticks: merge, "cited-list": merge, "cited-line": become, "cited-left": become,
    "ballot-list": merge, "ballot-none": become, "ballot-acts": become, tapping: retitle,
  };

  function take(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    let done = true;
    for (const [id, put] of Object.entries(PIECES)) {
      const old = document.getElementById(id), now = fresh.getElementById(id);
      if (old && now) done = put(old, now) !== false && done;
    }
    document.dispatchEvent(new CustomEvent("listeners:came"));
    return done;
  }

  // A press that was meant for the button as it was a moment ago would mark the section after it.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#tapping button") || performance.now() - moved > SURE) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  async function look() {
    clearTimeout(timer);
    again = asking; // the answer on its way may be older than what asks now
    if (asking || document.visibilityState === "hidden") return;
    asking = true;
    const before = acts;
    try {
      const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
      const response = await fetch(root.dataset.listeners, { headers, cache: "no-store" });
      const html = response.status === 200 && !response.redirected ? await response.text() : "";
      // What this page did meanwhile may not be in the answer: then it is asked for again.
      if (html && before === acts) tag = take(html) ? response.headers.get("ETag") : "";
    } catch { /* no connection: the next time */ }
    asking = false;
    timer = setTimeout(look, again || before !== acts ? SURE : document.querySelector("#listening[data-running=true]") ? EVERY : AFTER);
  }

  for (const name of ["htmx:beforeRequest", "htmx:afterSettle"]) document.addEventListener(name, () => { acts += 1; });
  for (const name of ["visibilitychange", "clock:phase"]) document.addEventListener(name, () => setTimeout(look, 500)); // after the clock's own swap
  window.addEventListener("online", look);
  timer = setTimeout(look, EVERY);
})();
