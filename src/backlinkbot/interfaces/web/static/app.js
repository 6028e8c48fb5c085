// What makes pages nicer where a script may run; each page does all it does without it too.
"use strict";

const all = (what, inside = document) => [...inside.querySelectorAll(what)];

// Menus close when something else is pressed, or Escape.
document.addEventListener("click", (event) => {
  for (const menu of all("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (document.querySelector("[data-dialog]:target, #menu:target")) location.hash = "content";
});

// The menu is longer than some screens: where one is in it is shown. Not by scrollIntoView, after
// which the first Tab would go on from there.
for (const here of all('.side [aria-current="page"]')) {
  const side = here.closest(".side");
  side.scrollTop = Math.max(0, here.offsetTop + 2 * here.offsetHeight - side.clientHeight);
}

// What an address names is shown, be it folded.
const unfold = () => {
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const folded = named && named.closest("details.adding:not([open])");
  if (folded) {
    folded.open = true;
    named.scrollIntoView();
  }
};
window.addEventListener("hashchange", unfold);
unfold();

// A form that asks first.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// One box ticks all rows; the number of ticked ones is told.
for (const box of all("[data-pick-all]")) {
  const table = box.closest("table");
  const rows = () => all('input[name="pick"]', table);
  const tell = () => {
    const ticked = rows().filter((row) => row.checked).length;
    box.checked = ticked > 0 && ticked === rows().length;
    box.indeterminate = ticked > 0 && ticked < rows().length;
    for (const place of all("[data-picked]")) place.textContent = ticked ? String(ticked) : "";
  };
  box.hidden = false;
  box.addEventListener("change", () => {
    for (const row of rows()) row.checked = box.checked;
    tell();
  });
  table.addEventListener("change", tell);
}

// Files may be dropped on the place for them.
for (const place of all("[data-drop]")) {
  const input = place.querySelector('input[type="file"]');
  const names = place.querySelector("[data-names]");
  const tell = () => {
    if (names) names.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  for (const name of ["dragenter", "dragover"]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    place.addEventListener(name, () => place.classList.remove("over"));
  }
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    tell();
  });
  input.addEventListener("change", tell);
}

// A job tells how far it is; when it is over, the page is loaded once more for its result.
for (const place of all("[data-events]")) {
  const source = new EventSource(place.dataset.events);
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-stage]");
  source.addEventListener("progress", (event) => {
    const job = JSON.parse(event.data);
    if (words) words.textContent = job.words;
    if (bar && job.share !== null) bar.value = job.share;
    else if (bar) bar.removeAttribute("value");
  });
  source.addEventListener("over", () => {
    source.close();
    location.reload();
  });
}

// Copying, for secrets and lists.
for (const button of all("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = "Copied";
  });
}
