// The files of the prep room: where the eye goes when one is opened or closed. Opening and searching are htmx's.
"use strict";

(() => {
  const narrow = matchMedia("(max-width: 52rem)");
  const show = (id) => { if (narrow.matches) location.hash = id; };
  let from = null, asking = null, writing = ""; // the id of the field that was written in last, or of the point that asks

  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-opens]");
    if (opens) from = opens.value;
    asking = event.target.closest("[data-pane]") ?? asking;
    if (event.target.closest("[data-pane]")) { writing = `text-${asking.value}`; carry(asking.value); closeFile(); show("files"); }
    const chip = event.target.closest("#hits .chips a"); // a search that is due goes on in what was chosen
    if (chip) document.querySelector("#hits [name=show]").value = new URL(chip.href).searchParams.get("show");
    const close = event.target.closest("[data-close-file]");
    if (!close) return;
    event.preventDefault();
    closeFile();
    show("files");
    (document.querySelector(`[data-opens][value="${CSS.escape(from ?? "")}"]`) ?? document.getElementById("find")).focus();
  });

  // What is searched from now on is for this point, though its files are still on their way: the last that was asked for
  // is shown (hx-sync).
  function carry(point) {
    const field = document.querySelector("#hits [name=for]") ?? document.createElement("input");
    Object.assign(field, { type: "hidden", name: "for", value: point });
    field.setAttribute("form", "search");
    document.getElementById("hits").append(field);
  }

  function closeFile() {
    document.querySelector("#open .opened")?.remove();
  }

  // "/" goes to the search, as it does in many a library; not while one types, and not where single keys are off.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !window.extempLetters() || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    closeFile();
    show("files");
    document.getElementById("find").focus();
  });

  // Escape leads from the files back to what was being written; in a search with words it first clears them.
  document.addEventListener("focusin", ({ target }) => { if (target.matches("[data-outline]")) writing = target.id; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !writing || !event.target.closest(".side") || event.target.value && event.target.id === "find") return;
    show("outline-pane");
    document.getElementById(writing)?.focus();
  });

  // A search that stood for some seconds is of the round; one that led to a file goes with the opening of it. One that
  // goes on does not stand, however late its answer is.
  let standing;
  document.getElementById("find").addEventListener("input", () => clearTimeout(standing));
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (detail.target?.id !== "hits") return;
    clearTimeout(standing);
    const words = document.getElementById("find").value.trim(), address = document.getElementById("search").dataset.searched;
    if (words) standing = setTimeout(() => htmx.ajax("POST", address, { values: { q: words }, swap: "none" }).catch(() => {}), 2500);
  });

  // "+ source" leads to the files, and on a phone the source leads back to its point: it is seen that it was attached.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (!asking || detail.target?.id !== "hits") return;
    asking = null;
    if (document.activeElement.id !== "find") document.querySelector("#hits .choosing")?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const button = detail.elt.closest?.("[name=attach]");
    if (!button || !detail.successful) return;
    button.classList.add("attached");
    if (!narrow.matches || !button.closest("#hits")) return;
    show("outline-pane");
    const sources = document.getElementById(`sources-${button.value.split(" ")[0]}`);
    sources?.scrollIntoView({ block: "center" });
    [...sources?.querySelectorAll(".cite.on") ?? []].at(-1)?.focus({ preventScroll: true });
  });

  // A source that is taken off takes its button with it: the focus goes to the next one of its point, or to "+ source".
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const gone = detail.requestConfig?.elt;
    if (!gone?.matches("[name=source]") || document.activeElement !== document.body) return;
    document.getElementById(gone.closest(".sources").id)?.querySelector("button")?.focus({ preventScroll: true });
  });

  // Settled, not swapped: before that a key press on one of the new buttons would still be a plain post.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id !== "open") return;
    show("open");
    const open = document.getElementById("open");
    open.focus({ preventScroll: !narrow.matches });
    open.scrollTop = 0;
  });

})();
