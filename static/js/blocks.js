// The outline of a block: each move is a button of the page; keys and the hand press it. Sent one after another.
"use strict";

(() => {
  const form = document.getElementById("arrange");
  const outline = () => document.getElementById("outline");
  const said = document.querySelector("[data-arranged]");
  const waiting = []; // moves to be sent
  let busy = false;
  let drag = null;

  const show = () => { for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false; };
  const entries = () => [...outline().querySelectorAll("[data-entry]")];
  const entry = (key) => outline().querySelector(`[data-entry="${CSS.escape(key)}"]`);
  const line = (one) => one?.querySelector("[data-line]");
  const lines = () => [...outline().querySelectorAll("[data-line]")].filter((one) => one.checkVisibility());
  const folds = () => [...outline().querySelectorAll("[data-fold]")];

  function move(value) {
    waiting.push(value);
    send();
  }

  async function send() {
    if (busy || !waiting.length) return;
    busy = true;
    const value = waiting.shift();
    const key = value.split(" ")[1] ?? "";
    const at = lines().indexOf(line(entry(key)));
    const open = new Map(folds().map((fold) => [fold.dataset.fold, fold.open]));
    const version = outline().querySelector("[name=version]").value;
    const asked = outline(); // still there afterwards: nothing was answered, or an error
    const reworded = outline().querySelector(".reword")?.closest("[data-entry]").dataset.entry;
    const address = form.getAttribute("action") + (reworded ? `?wording=${reworded}` : "");
    const began = document.activeElement;
    let now; // what had the focus when the answer came
    asked.addEventListener("htmx:beforeSwap", () => { now = document.activeElement; }, { once: true });
    asked.setAttribute("aria-busy", "true");
    await htmx.ajax("POST", address, { source: form, target: "#outline", swap: "outerHTML", values: { move: value, version } }).catch(() => {});
    busy = false;
    now ??= document.activeElement;
    outline().removeAttribute("aria-busy");
    for (const fold of folds()) if (open.has(fold.dataset.fold)) fold.open = open.get(fold.dataset.fold);
    show();
    for (const typed of asked.querySelectorAll("[name=heading]")) {
      const field = document.getElementById(typed.id), stored = typed.closest("[data-entry]")?.querySelector("[data-line] .tag").textContent ?? "";
      if (!field || typed.value === stored) continue;
      field.value = typed.value;
      if (field === document.activeElement) field.setSelectionRange(typed.selectionStart, typed.selectionEnd);
    }
    const alert = outline().querySelector("[role=alert]"), failed = outline() === asked;
    if (alert || failed) waiting.length = 0; // somebody else changed the block: look first
    said.textContent = failed ? "It is not done." : alert ? "" : outline().dataset.said ?? "";
    const gone = now !== began && now.closest("[data-line]") ? now.closest("[data-entry]")?.dataset.entry : undefined; // to another line
    const next = alert?.querySelector("button") ?? line(entry(gone ?? key)) ?? lines()[Math.min(Math.max(at, 0), lines().length - 1)];
    if (!document.activeElement.matches("[name=heading]")) { // else it is being typed
      next?.focus();
      next?.scrollIntoView({ block: "nearest" });
    }
    send();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=arrange]");
    if (!button) return;
    event.preventDefault();
    move(button.value);
  });

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) return drop(true);
    if (event.isComposing || typing(event.target) || event.metaKey && event.key !== "z") return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey && !event.altKey) {
      const undo = outline().querySelector("[data-undo]");
      if (!undo) return;
      event.preventDefault();
      return undo.click();
    }
    const one = event.target.closest?.("#outline .entry");
    if (!one || event.ctrlKey || event.shiftKey) return;
    if (!event.altKey) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !event.target.matches("[data-line]")) return;
      event.preventDefault();
      return lines()[lines().indexOf(event.target) + step]?.focus();
    }
    const step = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" }[event.key];
    const key = event.target.closest("[data-entry]")?.dataset.entry;
    if (!step || !key || !form) return;
    event.preventDefault();
    move(`${step} ${key}`);
  });

  // By mouse, pen or finger: the grip is taken, a line shows where it would go, a step to the side is a step of depth.
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button !== 0 || busy) return;
    event.preventDefault();
    const one = grip.closest("[data-entry]");
    const mark = Object.assign(document.createElement("div"), { className: "drop-at" });
    grip.setPointerCapture(event.pointerId);
    outline().append(mark);
    one.classList.add("taken");
    drag = { one, mark, x: event.clientX, depth: Number(one.dataset.depth), before: undefined, to: 0 };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const edge = 48;
    if (event.clientY < edge) scrollBy(0, -12);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
    const frame = outline().getBoundingClientRect();
    const rest = entries().filter((one) => line(one).checkVisibility() && !drag.one.contains(one));
    const before = rest.find((one) => { const box = line(one).getBoundingClientRect(); return event.clientY < (box.top + box.bottom) / 2; });
    drag.before = before?.dataset.entry ?? "0";
    drag.to = Math.max(0, drag.depth + Math.round((event.clientX - drag.x) / 24));
    const last = outline().querySelector(".entries-of").getBoundingClientRect();
    drag.mark.style.top = `${(before ? line(before).getBoundingClientRect().top : last.bottom) - frame.top}px`;
    drag.mark.style.left = `${Math.min(drag.to, 3) * 32}px`;
  });

  function drop(leave) {
    const { one, mark, before, to } = drag;
    drag = null;
    mark.remove();
    one.classList.remove("taken");
    if (!leave && before !== undefined) move(`place ${one.dataset.entry} ${before} ${Math.min(to, 9)}`);
  }
  document.addEventListener("pointerup", () => { if (drag) drop(false); });
  document.addEventListener("pointercancel", () => { if (drag) drop(true); });

  show();
})();
