// A link with data-key="t F7" is followed by either key. Single letters are off while typing, or when switched off.
"use strict";

for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.length === 1 && !window.extempLetters()) return;
  const link = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
  if (!link) return;
  event.preventDefault();
  link.click();
});
