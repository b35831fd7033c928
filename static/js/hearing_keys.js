// The listener's page by keyboard: a letter for each part, a number for each source, and no focus that is lost when the
// button that had it is gone.
"use strict";

(() => {
  const sheet = document.querySelector("[data-keys]"), toggle = document.querySelector("[data-keys-on]");

  const at = (id) => document.getElementById(id);
  const go = (field) => { field?.focus(); field?.scrollIntoView({ block: "nearest" }); };
  // Of the source that was just ticked, else of the last that has no date.
  const latest = (name) => {
    const beside = document.activeElement.nextElementSibling;
    return (beside?.matches(".quick") ? [...beside.children] : [...document.querySelectorAll(".quick button")]).filter((one) => one.name === name).at(-1);
  };
  function tick(number) {
    const button = document.querySelectorAll("#ticks .tick")[number - 1];
    go(button);
    button?.click();
  }

  const KEYS = {
    c: () => go(at("comment-body")),
    o: () => go(at("hear-publication")),
    b: () => go(at("id_reasons")),
    s: () => at("tap")?.click(),
    d: () => latest("filed")?.click(),
    x: () => latest("no_date")?.click(),
    "?": () => sheet.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target === at("comment-body")) return event.target.form.requestSubmit();
    if (event.key === "Escape" && typing) return typing.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || !toggle.checked || event.target.closest("dialog")) return;
    const act = KEYS[event.key.toLowerCase()] ?? (/^[1-9]$/.test(event.key) && !event.target.closest(".segments") ? () => tick(Number(event.key)) : null);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", ({ target }) => { if (target.closest("[data-keys-open]")) sheet.showModal(); });

  // The next source may be begun while the last one is on its way: what differs from what was sent stays.
  let heard = {};
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt.id === "hear") heard = Object.fromEntries(new FormData(detail.elt));
  });
  document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.id !== "hear") return;
    for (const field of detail.fragment.querySelectorAll("input:not([type=hidden])")) {
      const typed = detail.target.elements[field.name].value;
      if (typed !== heard[field.name]) field.value = typed;
    }
  });

  // Where the focus goes when its button went with what it did: to the row, to the way back, to the section's own button.
  // After a source was typed, to where the next one is.
  let was = "";
  document.addEventListener("htmx:beforeRequest", () => {
    const held = document.activeElement, dated = held?.closest("#ticks .quick");
    was = dated?.previousElementSibling.id ?? held?.closest("li[id], #tapping, #cited")?.id ?? "";
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const added = detail.requestConfig?.elt.id === "hear"; // and not what saves itself while a date is typed
    if (added && document.activeElement === at("hear-day") && !at("hear-publication").value) return at("hear-publication").focus({ preventScroll: true });
    if (!was || document.activeElement !== document.body) return;
    const undo = document.querySelector("#cited > [role=status]"), place = was === "tapping" || !undo ? at(was) : undo;
    (place?.matches("button") ? place : place?.querySelector("summary, button"))?.focus({ preventScroll: true });
  });
})();
