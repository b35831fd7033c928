// An interruption was noted: the menu closes, and it is said. The next one, typed while it was on its way, stays. One that
// came too late stands on the page, which then stays.
"use strict";

document.addEventListener("htmx:beforeRequest", (event) => {
  const typed = event.detail.elt?.closest?.("[data-notes]")?.querySelector("[name=words]");
  if (typed) typed.sent = typed.value;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const place = event.detail.elt?.closest?.("[data-notes]");
  if (!place) return;
  const typed = place.querySelector("[name=words]");
  const { successful, xhr } = event.detail;
  if (xhr.status === 409 && typed?.value) document.querySelector("[data-clock]").dataset.stay = "true";
  if (!successful || xhr.status === 409) return;
  document.querySelector("[data-say]").textContent = "The interruption is noted.";
  if (typed && typed.value !== typed.sent) return;
  if (typed) typed.value = "";
  const menu = place.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
});
