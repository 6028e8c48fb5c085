// Cards of the board are dragged, or moved by Shift and an arrow; each has a form that does the same.
"use strict";
{
  const board = document.querySelector("[data-board]");
  const lanes = board ? [...board.querySelectorAll("[data-stage]")] : [];
  const choice = (card, lane) => {
    const select = card.querySelector('select[name="stage"]');
    const options = select ? [...select.options] : [];
    return options.some((one) => one.value === lane.dataset.stage) ? select : null;
  };
  const move = (card, lane) => {
    const select = choice(card, lane);
    if (!select) return false;
    select.value = lane.dataset.stage;
    sessionStorage.setItem("board", String(board.scrollLeft));
    card.querySelector("form").requestSubmit();
    return true;
  };
  let held = null;
  for (const card of board ? board.querySelectorAll("[data-card]") : []) {
    const lane = card.closest("[data-stage]");
    card.tabIndex = 0;
    if (!card.querySelector("form")) continue;
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("a").href);
      for (const one of lanes) one.classList.toggle("closed", one !== lane && !choice(card, one));
    });
    card.addEventListener("dragend", () => {
      held = null;
      for (const one of lanes) one.classList.remove("closed", "over");
    });
    card.addEventListener("keydown", (event) => {
      if (event.target !== card || !event.shiftKey) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      for (let at = lanes.indexOf(lane) + step; lanes[at]; at += step) {
        if (lanes[at].classList.contains("barred")) return; // not by a slip of the hand
        if (move(card, lanes[at])) return;
      }
    });
  }
  for (const lane of lanes) {
    lane.addEventListener("dragover", (event) => {
      if (!held || !choice(held, lane)) return;
      event.preventDefault();
      lane.classList.add("over");
    });
    lane.addEventListener("dragleave", () => lane.classList.remove("over"));
    lane.addEventListener("drop", (event) => {
      event.preventDefault();
      if (held) move(held, lane);
    });
  }
  if (board) board.scrollLeft = Number(sessionStorage.getItem("board") || 0);
  for (const hint of document.querySelectorAll("[data-only-script]")) hint.hidden = false;
}
