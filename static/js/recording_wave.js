// Draws how loud the speech was, its pauses shaded, where [data-wave] carries what was measured. A press on it plays from
// there; the same by keyboard are the buttons of the pauses and the player itself.
"use strict";

const speechWave = (() => {
  const SVG = "http://www.w3.org/2000/svg", HEIGHT = 48;

  function shape(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function draw(place, facts) {
    const length = facts.speaking_ms + facts.silent_ms, width = facts.levels.length;
    if (!width || !length) return;
    const image = shape("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": `Loudness over the speech; ${facts.pauses.length} pauses are shaded` });
    for (const [at, long] of facts.pauses) image.append(shape("rect", { class: "pause", x: ((at - facts.from_ms) / length) * width, y: 0, width: (long / length) * width, height: HEIGHT }));
    facts.levels.forEach((level, at) => {
      const high = Math.max(1, (level / 100) * HEIGHT);
      image.append(shape("rect", { x: at + 0.15, y: (HEIGHT - high) / 2, width: 0.7, height: high }));
    });
    image.append(shape("line", { class: "now", x1: -1, x2: -1, y1: 0, y2: HEIGHT }));
    image.addEventListener("click", (event) => {
      const box = image.getBoundingClientRect(), share = (event.clientX - box.left) / box.width;
      place.dataset.seek = ((facts.from_ms + share * length) / 1000).toFixed(2); // the press goes on to recording_player.js
    });
    place.closest(".recording").addEventListener("recording:time", ({ detail }) => {
      const at = ((detail.seconds * 1000 - facts.from_ms) / length) * width;
      for (const name of ["x1", "x2"]) image.querySelector(".now").setAttribute(name, at.toFixed(1));
    });
    place.replaceChildren(image);
    place.hidden = false;
  }

  for (const place of document.querySelectorAll("[data-wave][data-measured]")) draw(place, JSON.parse(place.dataset.measured));
  return { draw };
})();
