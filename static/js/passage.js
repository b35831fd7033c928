// A selection in the article as words and code points, and the way back from code points to the text.
"use strict";

(() => {
  const CONTEXT = 32;
  const points = (text) => [...text];

  // Where a boundary of a range stands in a block, in code points; a boundary outside of it counts as its edge.
  function place(block, node, offset, edge) {
    if (!block.contains(node)) return edge;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(node, offset);
    return points(before.toString()).length;
  }

  // { exact, before, after, start, block, range, ends }; null where nothing but space is selected.
  function passage(range, article) {
    const parts = [];
    for (const block of article.querySelectorAll(".block")) {
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
      ends: [[first.block, first.from], [last.block, last.to]],
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

  window.extempPlaces = { passage, spot };
})();
