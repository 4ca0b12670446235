// What a kiosk gains over a page: it forgets, it has a keyboard of its own, it leads nowhere else, and it says that it lives.
(() => {
  "use strict";
  const root = document.documentElement;
  const { idle, forget, heartbeat, characters } = root.dataset;
  const one = (selector) => document.querySelector(selector);
  const zh = root.lang.startsWith("zh");

  // Forgetting. The last ten seconds are counted; a touch anywhere begins anew.
  const WARNS = 10;
  const dialog = one("[data-idle-dialog]");
  const counter = one("[data-idle-count]");
  let last = performance.now();
  const awake = () => { last = performance.now(); };
  for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) addEventListener(sign, awake, { capture: true, passive: true });
  const begun = one(".kiosk-home") === null;
  setInterval(() => {
    const left = Math.ceil(Number(idle) - (performance.now() - last) / 1000);
    if (left <= 0) { location.replace(forget); last = Infinity; return; }
    if (!begun || !dialog) return;
    if (left <= Math.min(WARNS, Number(idle) - 1)) {
      if (!dialog.open) dialog.showModal();
      if (counter.textContent !== String(left)) counter.textContent = left;
    }
  }, 200);
  dialog?.addEventListener("click", () => dialog.close()); // at the end of the touch: what lies beneath is not touched
  addEventListener("keydown", () => dialog?.open && dialog.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Back at the same place always; on the first page there is nowhere to go back to.
  const back = one("[data-kiosk-back]");
  if (back) {
    if (!begun) back.disabled = true;
    back.addEventListener("click", () => history.length > 1 ? history.back() : location.assign(forget));
  }

  // No way out: another site, another window, a telephone, a menu of the browser.
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && (link.origin !== location.origin || link.target === "_blank")) event.preventDefault();
  }, true);
  for (const input of document.querySelectorAll("input, textarea")) input.setAttribute("autocomplete", "off");

  // A page printed without leaving this one: the browser's own printing, on A4.
  for (const button of document.querySelectorAll("[data-print-page]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      one(".kiosk-print")?.remove();
      const frame = Object.assign(document.createElement("iframe"), { className: "kiosk-print", src: button.dataset.printPage, title: button.textContent.trim() });
      frame.addEventListener("load", () => frame.contentWindow.print());
      document.body.append(frame);
    });
  }

  // The keyboard: digits, letters, and Chinese by its sound. It opens under a field and types where the cursor is.
  const keyboard = one("[data-keyboard]");
  const ROWS = { digits: ["123", "456", "789", "0"], identity: ["123", "456", "789", "X0"], ticket: ["ABCDEFGHIJ", "1234567890"], document: ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"], letters: ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"], capitals: ["-_.@!?#*+/", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"] };
  let field = null, pad = "", sound = "", chinese = zh, capitals = false, asked = 0;
  const key = (text, act, wide) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, tabIndex: -1 });
    if (wide) button.className = "kiosk-typing-wide";
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", act);
    return button;
  };
  const changed = () => field.dispatchEvent(new Event("input", { bubbles: true }));
  const put = (text) => {
    if (field.maxLength > 0 && field.value.length >= field.maxLength) return;
    field.setRangeText(text, field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length, "end");
    changed();
  };
  const erase = () => {
    if (sound) { sound = sound.slice(0, -1); look(); return; }
    const end = field.selectionEnd, start = field.selectionStart === end ? Math.max(0, end - 1) : field.selectionStart;
    field.setRangeText("", start, end, "end");
    changed();
  };
  const look = async () => {
    const mine = ++asked, shelf = keyboard.querySelector(".kiosk-typing-found");
    if (!sound) { shelf.replaceChildren(); return; }
    const answer = await fetch(`${characters}?letters=${encodeURIComponent(sound)}`).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    const found = (await answer.json()).characters;
    const heard = Object.assign(document.createElement("span"), { className: "kiosk-typing-sound", textContent: sound });
    shelf.replaceChildren(heard, ...found.map((each) => key(each, () => { put(each); sound = ""; look(); })));
  };
  const type = (sign) => {
    if (pad === "chinese" && chinese && /[a-z]/.test(sign)) { sound = (sound + sign).slice(0, 6); look(); } else put(sign);
  };
  const follower = () => {
    const fields = [...(field.form?.elements ?? [])].filter((each) => each.matches("input, textarea") && padOf(each));
    return fields[fields.indexOf(field) + 1];
  };
  function draw() {
    const latin = pad === "letters" || (pad === "chinese" && !chinese);
    const rows = ROWS[latin && capitals ? "capitals" : pad === "chinese" ? "letters" : pad].map((signs) => {
      const row = Object.assign(document.createElement("div"), { className: "kiosk-typing-row" });
      row.append(...[...signs].map((sign) => key(sign, () => type(sign))));
      return row;
    });
    const [tail, numbers] = [rows.at(-1), pad === "digits" || pad === "identity"];
    if (latin) rows.at(-2).prepend(key("Aa", () => { capitals = !capitals; draw(); }, true));
    if (pad === "chinese") tail.prepend(key(chinese ? "拼音" : "ABC", () => { chinese = !chinese; sound = ""; draw(); }, true));
    if (pad === "letters" || pad === "chinese") tail.append(key(zh ? "空格" : "space", () => type(" "), true));
    const next = follower();
    const acts = [key(zh ? "删除" : "delete", erase, true)];
    if (next) acts.push(key(zh ? "下一项" : "next", () => next.focus(), true));
    if (!field.hasAttribute("data-pad-open")) acts.push(key(zh ? "收起" : "close", shut, true));
    if (numbers) {
      // Beside the digits, each at the end of a row; what has none is kept free, so that the columns stand.
      const gap = (wide) => Object.assign(document.createElement("span"), { className: wide ? "kiosk-typing-gap-wide" : "" });
      if (tail.childElementCount === 1) tail.prepend(gap());
      tail.append(gap());
      rows.forEach((row, n) => row.append(acts[n] ?? gap(true)));
    } else tail.append(...acts);
    const shelf = Object.assign(document.createElement("div"), { className: "kiosk-typing-found" });
    keyboard.replaceChildren(shelf, ...rows);
    keyboard.className = `kiosk-typing${numbers ? " kiosk-typing-digits" : ""}`;
    keyboard.lang = zh ? "zh-Hans" : "en";
  }
  // The touch that leaves a field meets what it aimed at: the page moves only when it is over.
  let leaving;
  const leave = () => { field.dispatchEvent(new Event("change", { bubbles: true })); clearTimeout(leaving); leaving = setTimeout(shut, 700); };
  addEventListener("click", () => { if (leaving) { clearTimeout(leaving); leaving = setTimeout(shut); } }, true);
  const stay = () => { clearTimeout(leaving); leaving = undefined; };
  const shut = () => { stay(); keyboard.hidden = true; field?.blur(); field = null; sound = ""; };
  const padOf = (input) => {
    if (input.dataset.pad) return input.dataset.pad;
    if (input.matches("textarea, input[type=text], input:not([type])")) return /id_number/.test(input.name) ? "document" : ["numeric", "tel", "decimal"].includes(input.inputMode) ? "digits" : "chinese";
    return input.type === "tel" ? "digits" : input.type === "password" ? "letters" : "";
  };
  function open(input) {
    const wanted = padOf(input);
    if (!keyboard || !wanted) return;
    stay();
    if (field === input && !keyboard.hidden) return;
    [field, pad, sound, capitals] = [input, wanted, "", false];
    input.inputMode = "none";
    draw();
    keyboard.hidden = false;
    input.scrollIntoView({ block: "center" });
  }
  document.addEventListener("focusin", (event) => { if (event.target.matches("input, textarea")) open(event.target); else if (field && !keyboard.contains(event.target)) leave(); });
  document.addEventListener("DOMContentLoaded", () => {
    const first = one("[data-pad-open]");
    if (first) { first.focus(); open(first); }
  });
  if (document.readyState !== "loading") { const first = one("[data-pad-open]"); if (first) { first.focus(); open(first); } }

  // It lives.
  const beat = () => fetch(heartbeat, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" }).catch(() => {});
  if (heartbeat) { beat(); setInterval(beat, 60000); }
})();
