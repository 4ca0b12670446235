// What is live on a page: parts that are told anew by a stream, and the plain word when there is none.
//   <body data-live="ADDRESS">…<div data-part="now">…</div>…<p data-live-lost hidden>…</p>
// Every telling is also the event "live" on the document, with { now, parts, whole }. Without a stream the page looks again by itself;
// with data-live-own it is the page's script that does, on the event "live:look"; every data-live-every seconds, or every five.
(() => {
  "use strict";
  const root = document.querySelector("[data-live]");
  if (!root) return;
  const FIRST = 150, LONGEST = 1000, PLAIN_AFTER = 2000, CONNECTS_IN = 1500, SILENT_AFTER = 40000;
  const LOOK_AGAIN = 1000 * (root.dataset.liveEvery ?? 5);
  const address = root.dataset.live;
  const lost = document.querySelector("[data-live-lost]");
  let source, pause = FIRST, patience = CONNECTS_IN, retry, watch, plain, looking;

  function show(told, whole) {
    for (const [name, part] of Object.entries(told.parts)) {
      if (typeof part !== "string") continue;
      document.querySelectorAll(`[data-part="${name}"]`).forEach((place) => {
        place.innerHTML = part;
        window.htmx?.process(place);
      });
    }
    document.dispatchEvent(new CustomEvent("live", { detail: { now: told.now, parts: told.parts, whole } }));
  }

  function well() {
    pause = FIRST;
    patience = CONNECTS_IN;
    clearTimeout(plain);
    clearInterval(looking);
    plain = looking = undefined;
    if (lost) lost.hidden = true;
  }

  function wait(milliseconds) {
    clearTimeout(watch);
    watch = setTimeout(again, milliseconds);
  }

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(address);
    wait(patience);
    patience = Math.min(2 * patience, SILENT_AFTER); // a busy hall answers late: not to be asked ever sooner
    for (const name of ["snapshot", "change", "beat"]) {
      source.addEventListener(name, (event) => {
        well();
        wait(SILENT_AFTER);
        show(JSON.parse(event.data), name === "snapshot");
      });
    }
    source.addEventListener("error", again);
  }

  function again() {
    clearTimeout(retry);
    clearTimeout(watch);
    source?.close();
    plain ??= setTimeout(() => {
      if (lost) lost.hidden = false;
      looking ??= setInterval(look, LOOK_AGAIN);
    }, PLAIN_AFTER);
    retry = setTimeout(connect, pause * (0.75 + Math.random() / 2)); // two hundred screens do not come back as one
    pause = Math.min(pause * 2, LONGEST);
  }

  // The page itself, asked again: where nothing is live, and while the stream is away.
  async function look() {
    if ("liveOwn" in root.dataset) { document.dispatchEvent(new Event("live:look")); return; }
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) return;
      const anew = new DOMParser().parseFromString(await answer.text(), "text/html");
      const parts = {};
      anew.querySelectorAll("[data-part]").forEach((place) => { parts[place.dataset.part] = place.innerHTML; });
      anew.querySelectorAll('script[type="application/json"][id]').forEach((kept) => { parts[kept.id] = JSON.parse(kept.textContent); });
      show({ now: anew.querySelector("[data-clock]")?.dateTime ?? "", parts }, true);
    } catch {
      if (lost && !address) lost.hidden = false;
      return;
    }
    if (lost && !address) lost.hidden = true;
  }

  if (address && window.EventSource) {
    connect();
    addEventListener("online", () => { pause = FIRST; connect(); });
    addEventListener("offline", again);
    addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
    addEventListener("pagehide", () => { source?.close(); clearTimeout(watch); });
  } else {
    setInterval(look, LOOK_AGAIN);
  }
})();
