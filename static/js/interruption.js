// An interruption was noted: the menu closes, and it is said.
"use strict";

document.addEventListener("htmx:afterRequest", (event) => {
  const place = event.detail.elt?.closest?.("[data-notes]");
  if (!place || !event.detail.successful) return;
  const typed = place.querySelector("[name=words]");
  if (typed) typed.value = "";
  const menu = place.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  document.querySelector("[data-say]").textContent = "The interruption is noted.";
});
