// Who waits at the clerk's window: asked for again as the hall's line moves, and never under the clerk's hands.
(() => {
  "use strict";
  const list = document.querySelector("#ca-line");
  if (!list) return;
  const TOGETHER = 400, OLDEST = 60000; // milliseconds: what moves at once is asked for once; minutes of waiting grow by themselves
  let last, due, owed = false, asked = performance.now();

  const inHand = () => list.querySelector("details[open]") !== null;
  function ask() {
    due = undefined;
    owed = inHand();
    if (owed) return;
    asked = performance.now();
    window.htmx.trigger(list, "line-again");
  }
  const soon = () => { due ??= setTimeout(ask, Math.random() * TOGETHER); };

  document.addEventListener("live", (event) => {
    const { line } = event.detail.parts;
    const now = line && JSON.stringify(line);
    if (now ? now !== last : performance.now() - asked > OLDEST) soon();
    last = now ?? last;
  });
  document.addEventListener("live:look", soon);
  document.body.addEventListener("board-again", soon);
  list.addEventListener("toggle", () => { if (owed) soon(); }, true);
})();
