// The reader's margin: each group of notes beside its passage, folded on a phone; what is said and where focus goes.
"use strict";

(() => {
  const article = document.querySelector("[data-article]");
  if (!article) return;
  const wide = matchMedia("(min-width: 62.01rem)");
  const said = document.querySelector("[data-said]");
  const frame = article.closest(".article");

  function say(text) {
    said.textContent = "";
    requestAnimationFrame(() => (said.textContent = text));
  }

  // From the top down: beside its first mark, or under the group above it.
  function place() {
    frame.classList.toggle("placed", wide.matches);
    const top = frame.getBoundingClientRect().top;
    let free = 0;
    for (const margin of article.querySelectorAll(".margin")) {
      if (!wide.matches) margin.style.top = "";
      if (!wide.matches || !margin.querySelector(".annot, form")) continue;
      const row = margin.closest(".row");
      const first = margin.querySelector(".annot");
      const mark = first && document.getElementById(first.id.replace("annot-", "mark-"));
      const wanted = (mark && row.contains(mark) ? mark : row).getBoundingClientRect().top - top;
      const at = Math.max(wanted, free);
      margin.style.top = `${at}px`;
      free = at + margin.offsetHeight + 16;
    }
    frame.style.minHeight = wide.matches ? `${free}px` : "";
    document.dispatchEvent(new Event("extemp:settled"));
  }

  function fold() {
    for (const group of article.querySelectorAll(".beside > details")) group.open = wide.matches;
    place();
  }

  // A note that is linked to must not stay folded away.
  function unfold(id) {
    const target = id ? document.getElementById(id) : null;
    const group = target?.closest("details");
    if (group) group.open = true;
    return target;
  }

  const hash = () => {
    const target = unfold(location.hash.slice(1));
    if (target) target.scrollIntoView({ block: "center" });
  };

  wide.addEventListener("change", fold);
  addEventListener("hashchange", hash);
  addEventListener("resize", place);
  document.fonts?.ready.then(place);
  new ResizeObserver(place).observe(article);
  article.addEventListener("toggle", place, true);
  fold();
  hash();

  document.addEventListener("htmx:afterSettle", (event) => {
    const slot = event.target.closest?.(".slot");
    const form = slot?.querySelector("[data-attach-form]");
    place();
    if (form && (!window.extempWrites() || form.contains(document.activeElement))) write(form);
  });

  function write(form) {
    const field = form.querySelector(".bad textarea, .bad input") ?? form.querySelector("textarea, input:not([type=hidden])");
    field.focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("extemp:attached", (event) => {
    const target = unfold(event.detail.id);
    place();
    say(event.detail.say);
    if (event.detail.stay || window.extempWrites()) return;
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  });

  // Cancel and Escape close a form; Escape keeps one in which something was typed, and no other takes its place.
  const typed = (form) => form.querySelector(".bad") || [...form.querySelectorAll("textarea, input[type=text]")].some((f) => f.value !== f.defaultValue);
  window.extempHalfWritten = (slot) => {
    const form = slot.querySelector("[data-attach-form]");
    if (!form || !typed(form)) return false;
    say("Save or cancel what you began here first.");
    if (!form.contains(document.activeElement)) write(form);
    return true;
  };
  const close = (form) => {
    form.closest(".slot").replaceChildren();
    place();
    article.focus({ preventScroll: true });
  };
  article.addEventListener("click", (event) => {
    const link = event.target.closest("[data-close-form]");
    if (link) {
      event.preventDefault();
      close(link.closest("form"));
      return;
    }
    const mark = event.target.closest("mark");
    if (mark && !event.target.closest("a") && getSelection().isCollapsed) open([mark]);
  });

  // What hangs on these marks: the first, and at each further press the next.
  let opened = "";
  function open(marks) {
    const ids = [...new Set(marks.flatMap((mark) => mark.dataset.passages.split(" ")))];
    if (!ids.length) return say("Nothing hangs on this passage.");
    const next = (ids.indexOf(opened) + 1) % ids.length;
    opened = ids[next];
    const target = unfold(`annot-${ids[next]}`);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
    if (ids.length > 1) say(`${next + 1} of ${ids.length} on this passage.`);
  }
  window.extempOpen = (range) => open([...article.querySelectorAll("mark")].filter((mark) => range.intersectsNode(mark)));
  article.addEventListener("keydown", (event) => {
    const form = event.key === "Escape" && event.target.closest?.("[data-attach-form]");
    if (form && !typed(form)) close(form);
  });

  // Hovering or focusing a note lights its words.
  const light = (event, on) => {
    const id = event.target.closest?.(".annot")?.id.slice(6);
    if (id) for (const mark of article.querySelectorAll(`mark[data-passages~="${id}"]`)) mark.classList.toggle("lit", on);
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]])
    article.addEventListener(name, (event) => light(event, on));

  window.extempSay = say;
})();
