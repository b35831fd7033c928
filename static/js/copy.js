// A button with data-copy="id" copies the text of that element.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-copied]");
  try {
    const parts = source.children.length ? [...source.children] : [source];
    await navigator.clipboard.writeText(parts.map((part) => part.textContent.trim()).join("\n"));
    said.textContent = "Copied.";
  } catch {
    // Without a secure connection there is no clipboard: select the text, so that one key copies it.
    getSelection().selectAllChildren(source);
    said.textContent = "The text is selected: copy it with your own keys.";
  }
});
