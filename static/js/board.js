// A mark on the squad board takes its own button away: the keys go on from that speaker's name.
"use strict";

document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.requestConfig?.elt.elements?.place?.value;
  if (place && document.activeElement === document.body) document.getElementById(`place-${place}`)?.focus();
});
