// The drop zone of the add page: files and whole folders dropped on it, or chosen, are listed with what is wrong with
// their size. `zone.chosen` holds them for upload.js as {file, path, over, line, state}; the file input has the same.
"use strict";

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  const told = zone.querySelector("[data-drop-told]");
  const limits = JSON.parse(zone.dataset.limits);
  zone.chosen = [];
  zone.querySelector("[data-drop-hint]").hidden = false;

  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000)).toLocaleString()} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const hidden = (path) => path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");

  function over(file, path) {
    const most = limits[path.toLowerCase().match(/\.[a-z]+$/)?.[0]] ?? limits[""];
    return file.size > most ? `too large: ${size(most)} is the most` : "";
  }

  function lineOf(entry) {
    const line = document.createElement("li"), name = document.createElement("span");
    entry.state = document.createElement("span");
    name.textContent = entry.path;
    entry.state.textContent = entry.over || size(entry.file.size);
    entry.state.className = entry.over ? "over" : "";
    line.append(name, entry.state);
    return line;
  }

  // A second drop adds to the first; the same file again does not.
  function take(files) {
    const seen = new Set(zone.chosen.map((one) => one.key));
    let passed = 0;
    for (const [file, path] of files) {
      const key = `${path}/${file.size}/${file.lastModified}`;
      if (seen.has(key)) continue;
      if (hidden(path)) { passed += 1; continue; }
      seen.add(key);
      const entry = { key, file, path, over: over(file, path) };
      entry.line = lineOf(entry);
      zone.chosen.push(entry);
    }
    list.replaceChildren(...zone.chosen.map((one) => one.line));
    const all = new DataTransfer();
    for (const one of zone.chosen) if (!one.over) all.items.add(one.file);
    input.files = all.files;
    const bytes = zone.chosen.reduce((sum, one) => sum + one.file.size, 0);
    told.textContent = zone.chosen.length ? `${zone.chosen.length.toLocaleString()} files, ${size(bytes)}${passed ? `; ${passed} hidden ones passed over` : ""}` : "";
    zone.dispatchEvent(new CustomEvent("drop:chosen", { bubbles: true }));
  }

  // Every file under what was dropped, with its path. A folder gives its entries a hundred at a time.
  async function filesOf(entry) {
    if (entry.isFile) return [[await new Promise((done, failed) => entry.file(done, failed)), entry.fullPath.replace(/^\//, "")]];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const inner of some) found.push(...(await filesOf(inner)));
    }
  }

  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const entries = Array.from(event.dataTransfer.items ?? [], (item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some((entry) => entry.isDirectory)) return take(Array.from(event.dataTransfer.files, (file) => [file, file.name]));
    told.textContent = "Looking into the folder…";
    try {
      for (const entry of entries) take(await filesOf(entry));
    } catch (error) {
      told.textContent = `The folder could not be read: ${error.message}`;
    }
  });
  input.addEventListener("change", () => take(Array.from(input.files, (file) => [file, file.webkitRelativePath || file.name])));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  take(Array.from(input.files, (file) => [file, file.name]));
}

// A file dropped beside the zone must not make the browser leave the page; dropped text goes where it was dropped.
const carriesFiles = (event) => Array.from(event.dataTransfer?.types ?? []).includes("Files");
addEventListener("dragover", (event) => { if (carriesFiles(event)) event.preventDefault(); });
addEventListener("drop", (event) => { if (carriesFiles(event)) event.preventDefault(); });
