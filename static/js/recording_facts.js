// Speaking time and pauses, from loudness alone. What cannot be known without recognising words is not computed.
"use strict";

const speechFacts = (() => {
  const RATE = 8000, FRAME = 50, SHORTEST = 500, BRIDGE = 150, MOST = 300, STEPS = 240, RANGE = 8, FLOOR = -90;

  // Loudness of each frame of FRAME ms, in dB below full scale.
  function loudness(samples, rate) {
    const step = Math.round((rate * FRAME) / 1000), frames = new Float32Array(Math.floor(samples.length / step));
    for (let frame = 0; frame < frames.length; frame += 1) {
      let sum = 0;
      for (let at = frame * step; at < (frame + 1) * step; at += 1) sum += samples[at] * samples[at];
      frames[frame] = Math.max(FLOOR, 10 * Math.log10(sum / step + 1e-12));
    }
    return frames;
  }

  const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

  // Which frames are speech: begins well above the room's own noise, and ends a little lower, so that it does not flicker.
  // null where loud and quiet are too near to be told apart.
  function voiced(frames) {
    const sorted = Float32Array.from(frames).sort(), quiet = share(sorted, 0.05), loud = share(sorted, 0.95);
    if (loud - quiet < RANGE) return null;
    const on = quiet + Math.max(6, (loud - quiet) * 0.4), off = quiet + Math.max(4, (loud - quiet) * 0.3);
    let is = false;
    const speech = Array.from(frames, (level) => (is = level > (is ? off : on)));
    for (let at = 0; at < speech.length;) { // a click of the tongue is no speech, a stop inside a word no silence
      let end = at;
      while (end < speech.length && speech[end] === speech[at]) end += 1;
      const ms = (end - at) * FRAME;
      if (at > 0 && end < speech.length && ms < (speech[at] ? FRAME * 2 : BRIDGE)) speech.fill(!speech[at], at, end);
      at = end;
    }
    return speech;
  }

  // Loudness from 0 to 100 in at most STEPS equal steps, each as loud as its loudest frame.
  function levels(frames) {
    const sorted = Float32Array.from(frames).sort(), quiet = share(sorted, 0.05), loud = share(sorted, 0.99), found = [];
    const steps = Math.min(STEPS, frames.length);
    for (let step = 0; step < steps; step += 1) {
      const part = frames.subarray(Math.floor((step * frames.length) / steps), Math.floor(((step + 1) * frames.length) / steps));
      found.push(Math.round(Math.min(100, Math.max(0, (100 * (Math.max(...part) - quiet)) / (loud - quiet || 1)))));
    }
    return found;
  }

  // `samples` from -1 to 1; `times` of recording_times.js says which of them are of the speech: what was recorded before it,
  // or while its clock was paused, is not measured. null where nothing can be told.
  function measure(samples, rate, times = recordingTimes.of({})) {
    const all = loudness(samples, rate), spoken = [...all.keys()].filter((frame) => times.runs(frame * FRAME));
    const frames = Float32Array.from(spoken, (frame) => all[frame]), said = spoken.map((frame) => times.said(frame * FRAME));
    const speech = frames.length ? voiced(frames) : null, start = speech ? speech.indexOf(true) : -1;
    if (start < 0) return null;
    const last = speech.lastIndexOf(true), pauses = [];
    let speaking = 0;
    for (let at = start; at <= last;) {
      let end = at;
      while (end <= last && speech[end] === speech[at]) end += 1;
      if (speech[at]) speaking += end - at;
      else if ((end - at) * FRAME >= SHORTEST) pauses.push([said[at], (end - at) * FRAME]);
      at = end;
    }
    return {
      from_ms: Math.round(said[0]),
      levels: levels(frames),
      speaking_ms: speaking * FRAME,
      silent_ms: (speech.length - speaking) * FRAME,
      start_ms: start * FRAME,
      shortest_ms: SHORTEST,
      frame_ms: FRAME,
      pauses: pauses.sort((one, other) => other[1] - one[1]).slice(0, MOST).sort((one, other) => one[0] - other[0]).map((pair) => pair.map(Math.round)),
    };
  }

  // Decoded at a low rate: seven minutes are 14 MB then, and loudness needs no more.
  async function of(blob, times) {
    const decoder = new OfflineAudioContext(1, 1, RATE);
    const sound = await decoder.decodeAudioData(await blob.arrayBuffer());
    return measure(sound.getChannelData(0), sound.sampleRate, times);
  }

  return { measure, of };
})();
