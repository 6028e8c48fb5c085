// Keys for going through verdicts; everything they do is a button on the page too.
"use strict";
{
  const place = document.querySelector("[data-triage]");
  const rows = place ? [...place.querySelectorAll("tbody tr")] : [];
  const form = document.getElementById("decide");
  let now = -1;
  const box = (row) => row.querySelector('input[name="pick"]');
  const go = (to) => {
    if (!rows.length) return;
    rows[now]?.classList.remove("now");
    now = Math.max(0, Math.min(rows.length - 1, to));
    rows[now].classList.add("now");
    rows[now].querySelector("a.title").focus();
  };
  const decide = (choice) => {
    if (!form) return;
    if (!rows.some((row) => box(row)?.checked) && now >= 0) box(rows[now]).checked = true;
    form.querySelector(`[data-do="${choice}"]`).click();
  };
  const keys = {
    j: () => go(now + 1),
    k: () => go(now - 1),
    x: () => now >= 0 && box(rows[now])?.click(),
    o: () => now >= 0 && rows[now].querySelector("a.title").click(),
    K: () => decide("keep"),
    R: () => decide("remove"),
    D: () => decide("disavow"),
    U: () => decide("undo"),
    "?": () => { location.hash = "keys"; },
  };
  for (const hint of document.querySelectorAll("[data-only-script]")) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
