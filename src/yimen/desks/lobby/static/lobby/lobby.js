// What a wall does besides being told: it shows the hall's time, calls people one after the other, and turns its pages.
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);

  // Hall time, which a demo may move: as told, and on from there.
  const clock = one("[data-clock]");
  let ahead = Date.parse(clock?.dateTime) - Date.now();
  const hallNow = () => Date.now() + ahead;
  const face = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
  function tick() {
    if (clock) clock.textContent = face.format(hallNow());
  }
  setInterval(tick, 1000);
  document.addEventListener("live", ({ detail }) => {
    if (detail.now) ahead = Date.parse(detail.now) - Date.now();
    tick();
  });

  voice();
  ticker();
  rounds();
  pages();

  // Calls are said in the order in which they were made, one at a time, each once; a repeated call is another one.
  function voice() {
    const place = document.body.dataset.voice;
    if (!place) return;
    const RECENT = 90000, SETTLE = 1500, LETTER = 330, SLACK = 2500;
    const heard = new Set(JSON.parse(one("#said")?.textContent ?? "[]").map((call) => call.key));
    const waiting = [];
    const saying = one("[data-saying]"), button = one("[data-sound]");
    let busy = false, told = "", audio;

    const chinese = () => window.speechSynthesis?.getVoices().find((each) => /^zh([-_](CN|Hans))?/i.test(each.lang) && !/HK|TW|Hant/i.test(each.lang));
    const allowed = () => audio?.state === "running";
    const means = () => (!allowed() ? "silent" : chinese() ? "voice" : "chime");
    const say = (name, words) => document.dispatchEvent(new CustomEvent(name, { detail: { words, means: means() } }));

    document.addEventListener("live", ({ detail }) => {
      for (const call of detail.parts.said ?? []) {
        if (heard.has(call.key)) continue;
        heard.add(call.key);
        if (hallNow() - Date.parse(call.at) < RECENT) waiting.push(call.words);
      }
      next();
    });

    async function next() {
      if (busy || !waiting.length) return;
      busy = true;
      const words = waiting.shift();
      saying.textContent = words;
      say("lobby:say", words);
      if (allowed()) await chime();
      if (means() === "voice") await utter(words);
      say("lobby:said", words);
      saying.textContent = "";
      busy = false;
      next();
    }

    function utter(words) {
      return new Promise((done) => {
        const spoken = Object.assign(new SpeechSynthesisUtterance(words), { lang: "zh-CN", rate: 0.9 });
        const over = setTimeout(() => { speechSynthesis.cancel(); done(); }, SLACK + LETTER * words.length); // some never say that they ended
        const end = () => { clearTimeout(over); done(); };
        spoken.addEventListener("end", end);
        spoken.addEventListener("error", end);
        speechSynthesis.speak(spoken);
      });
    }

    // Two tones that fall, like a bell: made here, no file.
    function chime() {
      const at = audio.currentTime;
      [[880, 0], [659.25, 0.28]].forEach(([tone, after]) => {
        const bell = audio.createOscillator(), loud = audio.createGain();
        bell.frequency.value = tone;
        loud.gain.setValueAtTime(0.0001, at + after);
        loud.gain.exponentialRampToValueAtTime(0.5, at + after + 0.02);
        loud.gain.exponentialRampToValueAtTime(0.0001, at + after + 0.9);
        bell.connect(loud).connect(audio.destination);
        bell.start(at + after);
        bell.stop(at + after + 1);
      });
      return new Promise((done) => setTimeout(done, 1100));
    }

    // The office is told what this screen can do, and told again when that changes.
    async function tell() {
      const now = means();
      button.hidden = now !== "silent";
      if (now === told) return;
      told = now;
      const body = new URLSearchParams({ key: key(), sound: now, name: navigator.userAgentData?.platform ?? navigator.platform ?? "" });
      try {
        const answer = await fetch(place, { method: "POST", body, headers: { "X-CSRFToken": document.body.dataset.token } });
        if (!answer.ok) told = "";
      } catch { told = ""; }
    }

    function key() {
      const kept = localStorage.getItem("yimen-screen");
      if (kept) return kept;
      const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      localStorage.setItem("yimen-screen", made);
      return made;
    }

    if (window.AudioContext) {
      audio = new AudioContext();
      audio.addEventListener("statechange", tell);
      button.addEventListener("click", () => audio.resume());
      audio.resume();
    }
    window.speechSynthesis?.addEventListener("voiceschanged", () => setTimeout(tell));
    setTimeout(tell, SETTLE); // voices come late
    setInterval(tell, 600000);
  }

  // One title after the other, each standing still.
  function ticker() {
    const STANDS = 8000;
    let turn = 0;
    setInterval(() => {
      const all = [...document.querySelectorAll(".ticker li")];
      if (all.length < 2) return;
      turn = (turn + 1) % all.length;
      all.forEach((each, n) => { each.hidden = n !== turn; });
    }, STANDS);
  }

  // Notices one after the other, each as long as it takes to read it.
  function rounds() {
    const place = one("[data-rounds]");
    if (!place) return;
    const LEAST = 8000, MOST = 40000, LETTER = 160;
    let current = 0, turn;
    function show() {
      const all = [...place.querySelectorAll("[data-round]")];
      if (!all.length) return;
      current %= all.length;
      all.forEach((each, n) => { each.hidden = n !== current; });
      place.querySelectorAll("[data-dot]").forEach((dot, n) => dot.classList.toggle("on", n === current));
      clearTimeout(turn);
      if (all.length > 1) turn = setTimeout(() => { current += 1; show(); }, Math.min(MOST, Math.max(LEAST, LETTER * all[current].dataset.letters)));
    }
    show();
    document.addEventListener("live", ({ detail }) => { if ("notices" in detail.parts) show(); });
  }

  // Pages that turn: the next one is fetched before this one goes, so that a wall is never empty.
  function pages() {
    const place = one("[data-turn]");
    if (!place) return;
    setInterval(async () => {
      try {
        const answer = await fetch(place.dataset.next, { cache: "no-store" });
        if (!answer.ok) return;
        const anew = new DOMParser().parseFromString(await answer.text(), "text/html");
        const main = anew.querySelector("[data-turn]");
        place.innerHTML = main.innerHTML;
        place.dataset.next = main.dataset.next;
        one("h1").textContent = anew.querySelector("h1").textContent;
      } catch { /* it stays as it is: the line above says that the connection is lost */ }
    }, 1000 * document.body.dataset.turnAfter);
  }
})();
