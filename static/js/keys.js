// The reader by keyboard alone: sentence by sentence, note, card, the sheet of keys.
"use strict";

(() => {
  const article = document.querySelector("[data-article]");
  const sheet = document.querySelector("[data-keys]");
  if (!article || !sheet) return;
  const toggle = document.querySelector("[data-keys-on]");
  let picking = false;
  let from = -1; // the passage is sentences from..to
  let to = -1;

  const letters = () => toggle.checked;
  article.tabIndex = -1;

  const sentences = () =>
    [...article.querySelectorAll(".block")].flatMap((block) =>
      block.dataset.sentences.split(" ").filter(Boolean).map((span) => ({ block, span: span.split("-").map(Number) })));

  function select() {
    const all = sentences();
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    const { spot } = window.extempPassage;
    const start = spot(all[low].block, all[low].span[0]);
    const end = spot(all[high].block, all[high].span[1]);
    getSelection().setBaseAndExtent(...start, ...end);
    window.extempPassage.take(); // at once: the next key may be the one that attaches
    all[to].block.scrollIntoView({ block: "nearest" });
    window.extempSay(getSelection().toString());
  }

  // The first sentence on the screen, to start from.
  function nearest(all) {
    const at = all.findIndex(({ block }) => block.getBoundingClientRect().bottom > 80);
    return Math.max(0, at);
  }

  function move(step, extend) {
    const all = sentences();
    if (!all.length) return;
    if (!picking || to < 0) {
      picking = true;
      article.dataset.picking = "";
      if (to < 0) from = to = nearest(all);
    } else {
      to = Math.min(all.length - 1, Math.max(0, to + step));
      if (!extend) from = to;
    }
    select();
  }

  // A whole paragraph; extending takes in all of the next.
  function paragraph(step, extend) {
    const all = sentences();
    if (!all.length) return;
    const blocks = [...new Set(all.map(({ block }) => block))];
    const fresh = !picking || to < 0;
    const at = blocks.indexOf(all[fresh ? nearest(all) : to].block);
    const block = blocks[fresh ? at : Math.min(blocks.length - 1, Math.max(0, at + step))];
    const first = all.findIndex((one) => one.block === block);
    const last = all.findLastIndex((one) => one.block === block);
    picking = true;
    article.dataset.picking = "";
    if (!extend || fresh) [from, to] = [first, last];
    else to = last >= from ? last : first;
    select();
  }

  function leave() {
    picking = false;
    delete article.dataset.picking;
    getSelection().removeAllRanges();
    window.extempPassage.leave();
    window.extempSay("Left the passage.");
  }

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const letter = key.length === 1;
    if (letter && !letters()) return;
    if (letter && window.extempPassage.coming()) return event.preventDefault();
    const has = window.extempPassage.has();
    const act = {
      j: () => move(1, event.shiftKey),
      k: () => move(-1, event.shiftKey),
      ArrowDown: picking && (() => move(1, event.shiftKey)),
      ArrowUp: picking && (() => move(-1, event.shiftKey)),
      ArrowRight: picking && (() => paragraph(1, event.shiftKey)),
      ArrowLeft: picking && (() => paragraph(-1, event.shiftKey)),
      h: has && (() => window.extempPassage.attach("mark")),
      o: has && (() => window.extempOpen(window.extempPassage.range())),
      n: has && (() => window.extempPassage.attach("note")),
      c: has && (() => window.extempPassage.attach("card")),
      Escape: (picking || has) && leave,
      "?": () => sheet.showModal(),
    }[key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) sheet.showModal();
    if (event.target.closest("[data-pick]")) {
      article.focus({ preventScroll: true });
      move(0, false);
    }
  });
})();
