// Where a second of the speech is in its recording, and back. Pure: it looks at no page and at no clock.
// `spans`: [from, to] while the speech ran, its pauses left out. `stretches`: [into, at] where the recording began or went
// on: so far into it at that moment. Moments are the server's clock; all in milliseconds. So a recording that ran through
// a pause of the clock, began late or was held up is right: what the two have in common is only what time it was.
// Without stretches (older recordings) `offset` is where in the recording the speech began.
"use strict";

const recordingTimes = (() => {
  const within = (list, value, at) => Math.max(0, list.findLastIndex((one) => one[at] <= value));

  // The moment at which the speech had run for `ms`; at the end of a pause rather than at its beginning.
  function moment(spans, ms) {
    let left = ms;
    for (const [from, to] of spans.slice(0, -1)) {
      if (left < to - from) return from + left;
      left -= to - from;
    }
    return spans.at(-1)[0] + left;
  }

  const spoken = (spans, at) => spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, at) - from), 0);

  function of({ spans = [], stretches = [], offset = 0, duration = 0 }) {
    if (!spans.length || !stretches.length) {
      const into = (ms) => ms + offset;
      return { into, said: (at) => Math.max(0, at - offset), runs: (at) => at >= offset, holds: (ms) => into(ms) >= 0 && into(ms) <= duration };
    }
    const ends = (which) => stretches[which + 1]?.[0] ?? duration;
    // So far into the recording is that second of the speech; where none of it was recorded, what comes next.
    function into(ms) {
      const at = moment(spans, ms), which = within(stretches, at, 1), [start, began] = stretches[which];
      return Math.min(start + at - began, Math.max(start, ends(which)));
    }
    function wall(at) {
      const [start, began] = stretches[within(stretches, at, 0)];
      return began + at - start;
    }
    function holds(ms) {
      const at = moment(spans, ms), last = stretches.length - 1;
      return into(ms) >= 0 && at <= stretches[last][1] + ends(last) - stretches[last][0];
    }
    const runs = (at) => spans.some(([from, to]) => wall(at) >= from && wall(at) < to);
    return { into, said: (at) => spoken(spans, wall(at)), runs, holds };
  }

  // What a player, or the row of the browser's own store, carries.
  const ofPlayer = ({ dataset }) => of({
    spans: JSON.parse(dataset.spans || "[]"),
    stretches: JSON.parse(dataset.stretches || "[]"),
    offset: Number(dataset.offsetMs),
    duration: Number(dataset.durationMs),
  });

  return { of, ofPlayer };
})();
