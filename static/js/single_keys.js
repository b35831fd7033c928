// The switch for single letters as keys, one for the whole site on this device. Before the scripts whose keys it switches;
// they read its tick.
"use strict";

(() => {
  const toggle = document.querySelector("[data-keys-on]"), STORE = "extemp-single-keys";
  if (!toggle) return;
  try {
    toggle.checked = localStorage.getItem(STORE) !== "off";
  } catch { /* storage may be forbidden: then the switch lasts for this page */ }
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(STORE, toggle.checked ? "on" : "off");
    } catch { /* as above */ }
  });
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
})();
