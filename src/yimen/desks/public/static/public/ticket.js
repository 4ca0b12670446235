// A ticket's page and the hall's own: as the line moves, the page is read again, and only by those whom it moved.
(() => {
  "use strict";
  const root = document.querySelector("[data-line]");
  if (!root) return;
  const mine = root.dataset.line; // the number; empty on the hall's page: any change is of interest
  let last, due;

  function standing(line) {
    if (!mine) return JSON.stringify(line);
    const queue = Object.values(line.waiting).find((each) => each.includes(mine));
    return `${queue ? queue.indexOf(mine) : ""} ${line.called[mine] ?? ""}`;
  }

  async function look() {
    due = undefined;
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return;
    const anew = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelectorAll("[data-part]").forEach((place) => {
      const fresh = anew.querySelector(`[data-part="${place.dataset.part}"]`);
      if (fresh && !place.contains(document.activeElement)) {
        place.innerHTML = fresh.innerHTML;
        window.htmx?.process(place);
      }
    });
    moved();
    const called = document.querySelector("[data-called]");
    if (called && navigator.vibrate && !root.dataset.buzzed) {
      root.dataset.buzzed = "1";
      navigator.vibrate([300, 120, 300]);
    }
  }

  // What may be done with a ticket changes with its state: then the whole page comes anew.
  const state = document.querySelector("[data-state]")?.dataset.state;
  function moved() {
    const now = document.querySelector("[data-state]")?.dataset.state;
    if (now !== state && !(state === "waiting" && now === "called")) location.reload();
  }

  document.addEventListener("live", (event) => {
    moved();
    const line = event.detail.parts.line;
    if (!line) return;
    const now = standing(line);
    if (last !== undefined && now !== last) due ??= setTimeout(() => look().catch(() => {}), Math.random() * 600);
    last = now;
  });
})();
