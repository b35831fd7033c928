// A fold says in its closed line what it holds (practice/folds.py); after a change it says so anew.
"use strict";

(() => {
  const NAMED = 3;

  function said(calls, values) {
    const called = values.filter((value) => value && value in calls).map((value) => calls[value]);
    if (!called.length) return calls[""] ?? "";
    const more = called.length > NAMED ? ` and ${called.length - NAMED} more` : "";
    return called.slice(0, NAMED).join(", ") + more;
  }

  document.addEventListener("change", (event) => {
    const fold = event.target.closest("details[data-says]");
    if (!fold) return;
    const form = new FormData(event.target.form);
    const parts = Object.entries(JSON.parse(fold.dataset.says)).map(([name, calls]) => said(calls, form.getAll(name)));
    fold.querySelector(":scope > summary .says").textContent = parts.filter(Boolean).join(" · ");
  });
})();
