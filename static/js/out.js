// While a file of cards is made, the page says how far it is. Without script the file simply comes.
(() => {
  const form = document.querySelector("[data-far]");
  const shown = form?.querySelector("[data-far-shown]");
  if (!shown) return;
  const [said, bar] = [shown.querySelector("p"), shown.querySelector("progress")];
  let asked = 0;

  const tell = (far, what) => {
    bar.hidden = far.over || !far.of;
    bar.max = far.of || 1;
    bar.value = far.done;
    const many = new Intl.NumberFormat("en").format;
    if (far.over) said.textContent = `The file is made: ${many(far.done)} ${what}. Your browser has it.`;
    else said.textContent = far.of ? `Making the file: ${many(far.done)} of ${many(far.of)} ${what}.` : "Making the file.";
  };

  form.addEventListener("submit", () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const token = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    form.elements.token.value = token;
    const [mine, what] = [++asked, form.elements.what.value];
    shown.hidden = false;
    tell({ done: 0, of: 0 }, what);
    const until = Date.now() + 300_000;
    const ask = async () => {
      if (mine !== asked || Date.now() > until) return;
      const answer = await fetch(`${form.dataset.far}?token=${token}`).catch(() => null);
      const far = answer?.ok ? await answer.json() : {};
      if (mine !== asked) return;
      if (far.of) tell(far, what);
      if (!far.over) setTimeout(ask, 500);
    };
    setTimeout(ask, 300);
  });
})();
