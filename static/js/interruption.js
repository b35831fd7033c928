// An interruption was noted: the menu closes, and it is said. The next one, typed while it was on its way, stays. One that
// is half typed when the page leaves by itself is sent first; one that came too late stands on the page, which then stays.
"use strict";

(() => {
  const clock = () => document.querySelector("[data-clock]");
  const place = (detail) => detail.elt?.closest?.("[data-notes]");
  const words = (place) => place?.querySelector("[name=words]");
  const REST = 1000, AGAIN = 15_000; // ms
  let going = "", timer; // where the page goes as soon as what is typed is noted

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
    if (xhr.status === 409) {
      going = "";
      if (typed?.value) clock().dataset.stay = "true";
      return;
    }
    if (!successful) return going && go(AGAIN);
    document.querySelector("[data-say]").textContent = "The interruption is noted.";
    if (typed && typed.value !== typed.sent) return going && go(REST);
    if (typed) typed.value = "";
    if (going) return location.replace(going);
    const menu = place(detail).closest("details");
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // When typing rests; whoever empties the field lets the page go.
  function go(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const typed = going && words(document.querySelector("[data-notes]"));
      if (typed?.value.trim()) typed.closest("[data-notes]").querySelector("button").click();
      else if (going) location.replace(going);
    }, wait);
  }
  document.addEventListener("input", () => { if (going) go(REST); });
  addEventListener("online", () => { if (going) go(0); });
  document.addEventListener("clock:leave", (event) => {
    if (!words(document.querySelector("[data-notes]"))?.value.trim()) return;
    event.preventDefault();
    if (!going) go(REST);
    going = event.detail;
  });
})();
