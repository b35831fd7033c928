// "Name somebody": a press on a name writes it into the reply where the hand stands; where focus goes after a swap.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-handle]");
  const field = button?.closest("form").querySelector("textarea");
  if (!field) return;
  const before = field.value.slice(0, field.selectionStart);
  const space = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(`${space}${button.dataset.handle} `, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});

document.addEventListener("htmx:afterSettle", (event) => {
  const talk = event.detail.elt?.matches?.(".remarks") ? event.detail.elt : null;
  if (!talk) return;
  if (window.extempWrites() && !talk.contains(document.activeElement)) return;
  const wrong = talk.querySelector(".bad textarea");
  (wrong ?? talk).focus({ preventScroll: true });
});

// The form that a second press asked for comes while one writes in the first: that one stays.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const written = detail.requestConfig.verb === "get" && detail.target.matches(".remarks") && [...detail.target.querySelectorAll("textarea")];
  if (written && written.some((field) => field.value !== field.defaultValue)) detail.shouldSwap = false;
});
