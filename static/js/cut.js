// Marking words of a card: by mouse, by touch, by keys. Each mark is a form of its own, sent one after another.
"use strict";

(() => {
  const form = () => document.getElementById("cutting");
  if (!form()) return;
  const said = document.querySelector("[data-cut-said]");
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  let at = 0; // the word with the focus
  let from = 0; // the range is from..at
  let drawing = false, busy = false;
  let kind = ""; // of the last press: "mouse", "pen", "touch"
  let drawn = false; // the press that ends in this click was a mark already
  let tapped = -1; // on a touch screen: the first word of a range
  const waiting = []; // marks to be sent

  const words = () => [...form().querySelectorAll(".word")];
  const number = (word) => Number(word.value);
  const level = (of = form()) => of.querySelector("[name=level]:checked")?.value ?? "underline";

  function show() {
    const [low, high] = [Math.min(from, at), Math.max(from, at)];
    words().forEach((word, i) => {
      word.tabIndex = i === at ? 0 : -1;
      word.classList.toggle("taken", from !== at ? i >= low && i <= high : tapped === i);
    });
  }

  function go(to, extend) {
    const all = words();
    if (!all.length) return;
    at = Math.min(all.length - 1, Math.max(0, to));
    if (!extend) from = at;
    show();
    all[at].focus();
    if (extend) said.textContent = all.slice(Math.min(from, at), Math.max(from, at) + 1).map((word) => word.firstChild.data).join(" ");
  }

  // The word above or below: the nearest in the next line.
  function line(step) {
    const all = words();
    const here = all[at].getBoundingClientRect();
    const boxes = all.map((word, i) => ({ i, box: word.getBoundingClientRect() }))
      .filter(({ box }) => (step > 0 ? box.top > here.top + 4 : box.top < here.top - 4));
    if (!boxes.length) return step > 0 ? all.length - 1 : 0;
    const top = step > 0 ? Math.min(...boxes.map((b) => b.box.top)) : Math.max(...boxes.map((b) => b.box.top));
    const row = boxes.filter((b) => Math.abs(b.box.top - top) < 4);
    return row.reduce((best, b) => (Math.abs(b.box.left - here.left) < Math.abs(best.box.left - here.left) ? b : best)).i;
  }

  function mark(value) {
    waiting.push({ first: Math.min(from, at), word: Math.max(from, at), level: value });
    from = at;
    tapped = -1;
    show();
    send();
  }

  async function send() {
    if (busy || !waiting.length) return;
    busy = true;
    const asked = form(); // still there afterwards: nothing was answered, or an error
    asked.setAttribute("aria-busy", "true");
    let held = document.body; // what had the focus when the answer came: a word, or the level of the next mark
    asked.addEventListener("htmx:beforeSwap", () => { held = document.activeElement; }, { once: true });
    const body = new URLSearchParams({ ...waiting.shift(), version: form().elements.version.value });
    await htmx.ajax("POST", form().getAttribute("action"), { source: form(), target: "#cutting", swap: "outerHTML", values: Object.fromEntries(body) }).catch(() => {});
    busy = false;
    form().removeAttribute("aria-busy");
    const radio = form().querySelector(`[name=level][value=${level(asked)}]`);
    if (radio) radio.checked = true;
    const failed = form() === asked, overtaken = form().querySelector("[role=alert]");
    if (failed || overtaken) waiting.length = 0; // somebody else changed the card: look first
    said.textContent = failed ? "It is not done." : form().dataset.said;
    at = Math.min(at, words().length - 1);
    from = overtaken ? at : Math.min(from, words().length - 1); // the next words may have been begun meanwhile
    show();
    (held.name === "level" ? radio : held.classList.contains("word") && words()[at])?.focus?.({ preventScroll: true });
    send();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const word = event.target.closest?.("#cutting .word");
    const begin = event.target === document.body && (key === "ArrowRight" || key === "ArrowLeft"); // nothing has the focus yet
    if (!word && !begin) return;
    const act = begin ? () => go(at, false) : {
      ArrowRight: () => go(at + 1, event.shiftKey),
      ArrowLeft: () => go(at - 1, event.shiftKey),
      ArrowDown: () => go(line(1), event.shiftKey),
      ArrowUp: () => go(line(-1), event.shiftKey),
      Home: () => go(0, event.shiftKey),
      End: () => go(words().length - 1, event.shiftKey),
      Escape: () => go(at, false),
      u: () => mark("underline"), F9: () => mark("underline"),
      e: () => mark("emphasis"), F10: () => mark("emphasis"),
      h: () => mark("highlight"), F11: () => mark("highlight"),
      x: () => mark("clear"),
      Enter: () => mark(level()), " ": () => mark(level()),
    }[key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("pointerdown", (event) => {
    const word = event.target.closest?.("#cutting .word");
    kind = event.pointerType;
    drawn = false;
    if (!word || kind === "touch" || event.button !== 0) return;
    drawing = true;
    at = number(word);
    if (!event.shiftKey) from = at;
    show();
  });
  document.addEventListener("pointermove", (event) => {
    const word = drawing && document.elementFromPoint(event.clientX, event.clientY)?.closest("#cutting .word");
    if (!word || number(word) === at) return;
    at = number(word);
    show();
  });
  document.addEventListener("pointerup", () => {
    if (!drawing) return;
    drawing = false;
    drawn = true;
    words()[at]?.focus({ preventScroll: true });
    mark(level());
  });
  document.addEventListener("focusin", (event) => {
    const word = event.target.closest?.("#cutting .word");
    if (word && !drawing && number(word) !== at) [at, from] = [number(word), number(word)];
  });

  // A tap on the first word, another on the last. A click that no finger and no mouse made marks its word.
  document.addEventListener("click", (event) => {
    const word = event.target.closest?.("#cutting .word");
    if (!word) return;
    event.preventDefault();
    if (drawn) return;
    at = number(word);
    from = tapped < 0 ? at : tapped;
    if (tapped >= 0 || kind !== "touch") return mark(level());
    tapped = at;
    said.textContent = `From “${word.firstChild.data}”. Now tap the last word.`;
    show();
  });

  show();
})();
