// An interruption was noted: the menu closes, and it is said. The next one, typed while it was on its way, stays. One that
// is half typed when the page leaves by itself is sent first; one that came too late stands on the page, which then stays.
"use strict";

(() => {
  const clock = () => document.querySelector("[data-clock]");
  const place = (detail) => detail.elt?.closest?.("[data-notes]");
  const words = (place) => place?.querySelector("[name=words]");
  let leaving = false;

  document.addEventListener("htmx:confirm", (event) => { // pressed twice
    const typed = words(place(event.detail)), again = place(event.detail) && event.detail.elt.matches(".htmx-request");
    if (again && (!typed || typed.value === typed.sent)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    const typed = words(place(detail));
    if (typed) typed.sent = typed.value;
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!place(detail)) return;
    const typed = words(place(detail)), { successful, xhr } = detail;
    if (xhr.status === 409 && typed?.value) clock().dataset.stay = "true";
    if (!successful || xhr.status === 409) return;
    document.querySelector("[data-say]").textContent = "The interruption is noted.";
    if (typed && typed.value !== typed.sent) return;
    if (typed) typed.value = "";
    if (leaving) {
      delete clock().dataset.stay;
      return document.dispatchEvent(new CustomEvent("clock:look"));
    }
    const menu = place(detail).closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("clock:leave", (event) => {
    const typed = words(document.querySelector("[data-notes]"));
    if (!typed?.value.trim()) return;
    event.preventDefault();
    leaving = true;
    typed.closest("[data-notes]").querySelector("button").click();
  });
})();
