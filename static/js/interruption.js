// An interruption was noted: the menu closes, and it is said. One that came too late stands on the page, which then stays.
"use strict";

document.addEventListener("htmx:afterRequest", (event) => {
  const place = event.detail.elt?.closest?.("[data-notes]");
  if (!place) return;
  const typed = place.querySelector("[name=words]");
  const { successful, xhr } = event.detail;
  if (xhr.status === 409 && typed?.value) document.querySelector("[data-clock]").dataset.stay = "true";
  if (!successful || xhr.status === 409) return;
  if (typed) typed.value = "";
  const menu = place.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  document.querySelector("[data-say]").textContent = "The interruption is noted.";
});
