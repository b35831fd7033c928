// Many files, or a zip, are sent in small groups into a batch; a group that fails is sent again. A few files go with
// the form as it is, to be looked at first. The files come from drop.js.
"use strict";

for (const form of document.querySelectorAll("[data-upload]")) {
  const zone = form.querySelector("[data-drop]"), said = form.querySelector("[data-upload-said]");
  const bar = form.querySelector("[data-upload-bar]"), button = form.querySelector("[data-upload-button]");
  const label = button.textContent;
  const FEW = Number(form.dataset.few), FEW_BYTES = Number(form.dataset.fewBytes);
  const GROUP = 20, GROUP_BYTES = 4_000_000, WAITS = [500, 2_000, 6_000];
  let busy = false;

  const good = () => zone.chosen.filter((one) => !one.over);
  const isMany = () => good().length > FEW || good().some((one) => /\.zip$/i.test(one.path)) || good().reduce((sum, one) => sum + one.file.size, 0) > FEW_BYTES;
  const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  zone.addEventListener("drop:chosen", () => {
    if (!busy) button.textContent = isMany() ? `Add ${good().length.toLocaleString()} file${good().length === 1 ? "" : "s"}` : label;
  });
  form.addEventListener("submit", (event) => {
    if (!busy && !isMany()) return;
    event.preventDefault();
    if (!busy) send();
  });
  addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });

  function groups(files) {
    const made = [];
    let bytes = Infinity;
    for (const one of files) {
      bytes += one.file.size;
      if (bytes > GROUP_BYTES || made.at(-1).length >= GROUP) {
        made.push([]);
        bytes = one.file.size;
      }
      made.at(-1).push(one);
    }
    return made;
  }

  async function send() {
    const files = good();
    busy = button.disabled = true;
    bar.hidden = false;
    bar.max = files.length;
    try {
      for (const group of groups(files.filter((one) => !one.sent))) {
        for (const one of group) one.state.textContent = "sending";
        const answer = await sent(form.dataset.files, bodyOf(group));
        group.forEach((one, at) => {
          one.sent = true;
          const line = answer.lines[at];
          one.state.textContent = line.state === "refused" ? line.message : "sent";
          if (line.state === "refused") one.state.className = "over";
        });
        bar.value = files.filter((one) => one.sent).length;
        said.textContent = `${bar.value.toLocaleString()} of ${files.length.toLocaleString()} sent`;
      }
      const answer = await sent(form.dataset.seal, new FormData());
      busy = false;
      location.assign(answer.page);
    } catch (error) {
      for (const one of files) if (!one.sent) one.state.textContent = "not sent yet";
      said.textContent = `${error.message} ${bar.value.toLocaleString()} of ${files.length.toLocaleString()} files have arrived.`;
      busy = button.disabled = false;
      button.textContent = "Go on sending";
    }
  }

  // Everything else of the form goes along: the areas, and a pasted text or an address, which arrive once.
  function bodyOf(group) {
    const body = new FormData(form);
    body.delete("files");
    body.delete("csrfmiddlewaretoken"); // signing in again in another tab changes it: the cookie has the one that counts
    const folders = new Set(good().map((one) => one.path.split("/").slice(0, -1)[0]).filter(Boolean));
    body.set("label", folders.size ? [...folders].join(", ") : good().length === 1 ? good()[0].path : `${good().length} files`);
    for (const one of group) {
      body.append("files", one.file, one.file.name);
      body.append("names", one.path);
    }
    return body;
  }

  async function sent(address, body) {
    for (const wait of [0, ...WAITS]) {
      await pause(wait);
      let response;
      try {
        response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") } });
      } catch {
        said.textContent = "No connection. Trying again…";
        continue;
      }
      if (response.redirected || response.status === 403) throw new Error("You are signed out: sign in in another tab, then go on.");
      if (response.ok) return response.json();
      if (response.status < 500) throw new Error(`The server refused it (${response.status}).`);
      said.textContent = "The server did not answer. Trying again…";
    }
    throw new Error("The connection is gone.");
  }
}
