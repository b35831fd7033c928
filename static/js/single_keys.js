// The switch for single letters as keys, one for the whole site on this device. Before the scripts whose keys it switches;
// they read its tick.
"use strict";

(() => {
  const toggle = document.querySelector("[data-keys-on]");
  if (!toggle) return;
  toggle.checked = window.extempLetters();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem("extemp-single-keys", toggle.checked ? "on" : "off");
    } catch { /* storage may be forbidden: then the switch lasts for this page */ }
  });
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
})();
