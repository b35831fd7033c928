// The notecard's counter while one types. It only counts: see practice/outline/notecard.py, whose figures these are.
"use strict";

(() => {
  const form = document.getElementById("outline");
  if (!form) return;
  const LETTERS = 42;
  const words = (text) => text.split(/\s+/).filter(Boolean).length;
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).reduce((sum, line) => sum + Math.max(1, Math.ceil([...line].length / LETTERS)), 0);
  const sum = (of) => [...form.querySelectorAll(".slots:not(.left-over) [data-outline]")].reduce((all, box) => all + of(box.value), 0);

  function show() {
    const line = document.getElementById("card-count");
    if (!line) return;
    const byWords = Number(line.dataset.words), byLines = Number(line.dataset.lines);
    const limit = byWords || byLines, now = byWords ? sum(words) : sum(lines), over = Math.max(0, now - limit);
    const said = byWords ? `${now} of ${limit} words` : `about ${now} of the ${limit} lines of a 3 × 5 card`;
    const text = over ? `${said}: ${byWords ? `${over} too many` : "too much for one side"}` : said;
    const was = line.classList.contains("over");
    line.querySelector("[data-card-said]").textContent = text;
    line.classList.toggle("over", over > 0);
    if (was !== over > 0) document.getElementById("desk-said").textContent = text;
  }

  form.addEventListener("input", show);
  document.addEventListener("htmx:afterSettle", show);
})();
