// The drop zone of the add page: files dropped on it become the file input's, and what was chosen is listed.
"use strict";

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  zone.querySelector("[data-drop-hint]").hidden = false;

  const show = () => {
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1000)).toLocaleString()} kB`;
        return line;
      }),
    );
  };

  // A second drop adds to the first; the same file again does not.
  const take = (dropped) => {
    const all = new DataTransfer();
    const seen = new Set();
    for (const file of [...input.files, ...dropped]) {
      const key = `${file.name}/${file.size}/${file.lastModified}`;
      if (!seen.has(key)) all.items.add(file);
      seen.add(key);
    }
    input.files = all.files;
    show();
  };

  input.addEventListener("change", show);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer.files);
  });
  show();
}

// A file dropped beside the zone must not make the browser leave the page; dropped text goes where it was dropped.
const carriesFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
addEventListener("drop", (event) => { if (carriesFiles(event)) event.preventDefault(); });
