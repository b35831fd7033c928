// The passage a person selected in the article: kept while they reach for a button, turned into words and code points.
"use strict";

(() => {
  const article = document.querySelector("[data-article]");
  if (!article) return;
  const bar = document.querySelector("[data-pickbar]");
  const picked = document.querySelector("[data-picked]");
  const CONTEXT = 32;
  let kept = null; // { exact, before, after, start, block }
  let coming = false; // a form was asked for and is not there yet: a key is then no command
  let marked = null; // where the passage stands that is being marked

  const points = (text) => [...text];
  const blocks = () => [...article.querySelectorAll(".block")];

  // Where a boundary of a range stands in a block, in code points; a boundary outside of it counts as its edge.
  function place(block, node, offset, edge) {
    if (!block.contains(node)) return edge;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return points(before.toString()).length;
  }

  function passage(range) {
    const parts = [];
    for (const block of blocks()) {
      if (!range.intersectsNode(block)) continue;
      const text = points(block.textContent);
      const from = place(block, range.startContainer, range.startOffset, 0);
      const to = place(block, range.endContainer, range.endOffset, text.length);
      if (text.slice(from, to).join("").trim()) parts.push({ block, text, from, to });
    }
    if (!parts.length) return null;
    const first = parts[0];
    const last = parts[parts.length - 1];
    while (!first.text[first.from].trim()) first.from += 1;
    while (!last.text[last.to - 1].trim()) last.to -= 1;
    return {
      exact: parts.map((p) => p.text.slice(p.from, p.to).join("")).join("\n"),
      before: first.text.slice(Math.max(0, first.from - CONTEXT), first.from).join(""),
      after: last.text.slice(last.to, last.to + CONTEXT).join(""),
      start: Number(first.block.dataset.start) + first.from,
      block: first.block.id.slice(2),
      range: range.cloneRange(),
      ends: [[first.block.id, first.from], [last.block.id, last.to]],
    };
  }

  // The text node and UTF-16 offset of a code point of a block.
  function spot(block, point) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let left = point;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = points(node.data);
      if (left <= text.length) return [node, text.slice(0, left).join("").length];
      left -= text.length;
    }
    return [block, block.childNodes.length];
  }

  // A swap of its paragraph takes a selection away: it is made again at the same code points.
  document.addEventListener("extemp:attached", (event) => {
    if (!event.detail.stay || !marked) return;
    const found = marked.map(([id, point]) => [document.getElementById(id), point]);
    if (found.every(([block]) => block)) getSelection().setBaseAndExtent(...found.flatMap(([block, point]) => spot(block, point)));
    marked = null;
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
  function take() {
    clearTimeout(waiting);
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (range.collapsed) {
      // A caret in a field of a form beside the text is no press on the text.
      const here = document.activeElement;
      if (article.contains(range.startContainer) && !bar.contains(here) && !here.matches("textarea, input")) forget();
      return;
    }
    const found = article.contains(range.commonAncestorContainer) || range.intersectsNode(article) ? passage(range) : null;
    if (found) kept = found;
    show();
  }
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    if (!coming) waiting = setTimeout(take, 60);
  });

  // A press on the bar must not take the selection away.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-attach]");
    if (button) attach(button.dataset.attach);
  });

  document.addEventListener("extemp:settled", () => {
    if (!article.querySelector("[data-attach-form]")) window.CSS.highlights?.delete("passage");
  });

  function attach(what) {
    if (!kept) return false;
    const { block, range, ends, ...values } = kept;
    if (what === "mark") {
      marked = ends;
      htmx.ajax("POST", article.dataset.markUrl, { source: article, swap: "none", values: { ...values, number: article.dataset.revision } });
      return true;
    }
    const slot = document.getElementById(`slot-${block}`);
    if (window.extempHalfWritten(slot)) return true;
    // Typing takes the selection away: until the form is gone, its words stay lit.
    if (window.Highlight) CSS.highlights.set("passage", new Highlight(range));
    coming = true;
    const arrived = () => (coming = false);
    htmx.ajax("POST", article.dataset.passageUrl, {
      source: article,
      target: slot,
      swap: "innerHTML",
      values: { ...values, what, number: article.dataset.revision },
    }).then(arrived, arrived);
    clearTimeout(waiting);
    forget();
    return true;
  }

  window.extempPassage = { attach, forget, spot, take, coming: () => coming, range: () => kept.range, has: () => Boolean(kept) };
})();
