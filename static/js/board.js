// A mark on the squad board takes its own button away: the keys go on from that speaker's name. While a mark is on its
// way the board does not come anew by itself: it would be older, and would take away what waits for the answer.
"use strict";

(() => {
  const asked = (detail) => detail.requestConfig?.elt ?? detail.elt;

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (asked(detail).id === "board" && document.querySelector("#board .marks.htmx-request")) detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const place = asked(detail)?.elements?.place?.value;
    if (place && document.activeElement === document.body) document.getElementById(`place-${place}`)?.focus();
  });
})();
