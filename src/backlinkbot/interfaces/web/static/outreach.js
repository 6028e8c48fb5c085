// While somebody writes a template: the preview beside it follows. Without a script the button does.
"use strict";

for (const form of document.querySelectorAll("form[data-live]")) {
  const PAUSE_MS = 400; // after the last key, so that half a word asks nothing
  let waiting = 0;
  let asked = 0;
  const look = async () => {
    const mine = (asked += 1);
    const fields = new FormData(form);
    fields.set("part", "1");
    const answer = await fetch(form.dataset.live, { method: "POST", body: fields }).catch(() => null);
    if (!answer || !answer.ok || mine !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-preview]");
    const shown = form.querySelector("[data-preview]");
    if (found && shown) shown.replaceChildren(...found.childNodes);
  };
  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(look, PAUSE_MS);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}
