// The passage a person selected in the article: kept while they reach for a button. passage.js turns it into words.
"use strict";

(() => {
  const article = document.querySelector("[data-article]");
  if (!article) return;
  const bar = document.querySelector("[data-pickbar]");
  const picked = document.querySelector("[data-picked]");
  const { passage, spot } = window.extempPlaces;
  let kept = null; // see passage.js
  let coming = false; // a form was asked for and is not there yet: a key is then no command
  let marked = null; // the ends of the passage that was marked last, until that is answered
  let asked = Promise.resolve(); // what is asked of the server goes one after another: htmx drops the second of three

  // A swap of its paragraph takes a selection away: it is made again at the same code points. What was selected while
  // the answer was on its way stays selected, and who writes by then goes on writing.
  document.addEventListener("extemp:attached", (event) => {
    if (!event.detail.stay) return;
    const ends = kept?.ends ?? marked ?? [];
    marked = null;
    if (ends.every(([block]) => block.isConnected) || window.extempWrites()) return;
    const found = ends.map(([block, point]) => [document.getElementById(block.id), point]);
    if (!found.every(([block]) => block)) return;
    getSelection().setBaseAndExtent(...found.flatMap(([block, point]) => spot(block, point)));
    take();
  });

  function show() {
    bar.hidden = !kept;
    picked.textContent = kept ? `“${kept.exact.slice(0, 90)}${kept.exact.length > 90 ? "…" : "”"}` : "";
  }

  function forget() {
    kept = null;
    show();
  }

  // The last selection that was one is kept: a tap on a button may empty it before the click arrives.
  let waiting = 0;
  const rest = () => { clearTimeout(waiting); waiting = 0; };
  const due = () => { if (waiting) take(); };
  function take() {
    rest();
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (range.collapsed) {
      // A caret in a field of a form beside the text is no press on the text.
      if (article.contains(range.startContainer) && !bar.contains(document.activeElement) && !window.extempWrites()) forget();
      return;
    }
    const found = article.contains(range.commonAncestorContainer) || range.intersectsNode(article) ? passage(range, article) : null;
    if (found) kept = found;
    show();
  }
  document.addEventListener("selectionchange", () => {
    rest();
    if (!coming) waiting = setTimeout(take, 60);
  });

  // A press on the bar must not take the selection away, and is meant for all of it, also where it has just grown.
  bar.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (!getSelection().isCollapsed) take();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attach]");
    if (button) attach(button.dataset.attach);
  });

  function unlight() {
    if (!coming && !article.querySelector("[data-attach-form]")) window.CSS.highlights?.delete("passage");
  }
  document.addEventListener("extemp:settled", unlight);

  document.addEventListener("htmx:beforeSwap", (event) => {
    due();
    const { requestConfig, target } = event.detail; // meanwhile somebody may write in the form whose place it would take
    if (requestConfig.elt === article && target !== article && window.extempHalfWritten(target)) event.detail.shouldSwap = false;
  });

  function ask(address, how, values) {
    const sent = { source: article, ...how, values: { ...values, number: article.dataset.revision } };
    return (asked = asked.then(() => htmx.ajax("POST", address, sent)).catch(() => {}));
  }

  function attach(what) {
    if (!kept) return false;
    const { block, range, ends, ...values } = kept;
    if (what === "mark") {
      marked = ends;
      ask(article.dataset.markUrl, { swap: "none" }, values);
      return true;
    }
    const slot = document.getElementById(`slot-${block}`);
    if (window.extempHalfWritten(slot)) return true;
    // Typing takes the selection away: until the form is gone, its words stay lit.
    if (window.Highlight) CSS.highlights.set("passage", new Highlight(range));
    coming = true;
    ask(article.dataset.passageUrl, { target: `#${slot.id}`, swap: "innerHTML" }, { ...values, what }).then(() => {
      coming = false;
      unlight();
    });
    rest();
    leave();
    return true;
  }

  function leave() {
    marked = null;
    forget();
  }

  window.extempPassage = { attach, leave, spot, take, coming: () => coming, range: () => kept.range, has: () => (due(), Boolean(kept)) };
})();
