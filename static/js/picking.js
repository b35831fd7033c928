// A card that is ticked while a search is on its way stays ticked: its answer knows nothing of it, so it is asked again.
"use strict";

(() => {
  const box = document.querySelector("#picking [type=search]");
  const ticked = () => [...document.querySelectorAll("#found [name=card]:checked")].map((one) => one.value).join();
  let sent = "";

  box.addEventListener("htmx:configRequest", () => { sent = ticked(); });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "found" || ticked() === sent) return;
    detail.shouldSwap = false;
    queueMicrotask(() => htmx.trigger(box, "ticked"));
  });
})();
