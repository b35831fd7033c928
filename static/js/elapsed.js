// The milliseconds since a moment. performance.now stops while a laptop sleeps, Date.now jumps when it is set: the
// later of the two is right, and where they are `torn` apart somebody else is to be asked.
"use strict";

window.extempElapsed = () => {
  const perf = performance.now(), wall = Date.now();
  const steady = () => performance.now() - perf, watch = () => Date.now() - wall;
  return { gone: () => Math.max(steady(), watch()), torn: () => Math.abs(steady() - watch()) > 1000 };
};
