// The counter by keyboard: rows, grids of materials, what shows only when it matters, and keys that are used once.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  // Rows: up and down go from case to case, right to its button and left back.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const list = document.querySelector("[data-rows]");
    if (!list || (typing(event.target) && !event.target.matches("[type=search]"))) return;
    const rows = all("tbody tr", list).filter((row) => row.querySelector("th a"));
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
      if (!next) return;
      event.preventDefault();
      next.querySelector("th a").focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (at >= 0 && event.key === "ArrowRight") {
      rows[at].querySelector(".wd-next a")?.focus();
    } else if (at >= 0 && event.key === "ArrowLeft") {
      rows[at].querySelector("th a").focus();
    }
  });

  // A list to choose from while typing: down leads into it, up back to the box, Enter takes the first.
  document.addEventListener("keydown", (event) => {
    const list = event.target.closest?.("[data-choose]");
    if (!list || event.isComposing || event.ctrlKey || event.altKey) return;
    const box = list.querySelector("input[type=search]");
    const links = all("li > a", list);
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (at === 0 ? box : links[at - 1]).focus(); }
    else if (event.key === "Enter" && event.target === box && box.value.trim() && links.length && !list.querySelector(".htmx-request")) { event.preventDefault(); links[0].click(); }
  });

  // Materials: here fills in what is asked; up and down stay in the column; what is not here may exist or be promised.
  function here(row, yes) {
    const [box] = all("[data-here]", row);
    box.checked = yes;
    all("[data-asked]", row).forEach((input) => {
      if (input.type === "checkbox") input.checked = yes;
      else if (yes && !Number(input.value)) input.value = Number(input.dataset.asked) || "";
      else if (!yes) input.value = "";
    });
    all("[data-absent] input", row).forEach((input) => { if (yes) input.checked = false; });
  }
  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-piece]");
    if (!row) return;
    if (event.target.matches("[data-here]")) here(row, event.target.checked);
    else if (event.target.matches("[data-absent] input") && event.target.checked) {
      all("[data-here]", row).forEach((box) => { box.checked = false; });
    } else if (event.target.type === "file" || (event.target.matches(".wd-count, [data-asked]") && (event.target.checked || Number(event.target.value)))) {
      all("[data-here]", row).forEach((box) => { box.checked = true; });
    }
  });
  document.addEventListener("keydown", (event) => {
    const grid = event.target.closest?.("[data-grid]");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!grid || !step || event.target.type === "date" || event.isComposing) return;
    const rows = all("[data-piece]", grid);
    const row = event.target.closest("[data-piece]");
    const column = event.target.closest("td").cellIndex;
    for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
      const next = rows[at].cells[column].querySelector("input");
      if (next) { event.preventDefault(); next.focus(); next.select?.(); return; }
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-all-here]")) return;
    const rows = all("[data-piece]:not(.wd-unneeded)");
    rows.forEach((row) => here(row, true));
    rows[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    rows[0]?.querySelector("[name$='.pages']")?.focus();
  });

  // Enter in a field of the counter goes on to the next one: only the button registers.
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-taking]");
    if (!form || event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=submit]), select")) return;
    event.preventDefault();
    const stops = all("input:not([type=hidden]):not([type=file]), select, textarea, button", form).filter((each) => each.checkVisibility() && !each.disabled);
    stops[stops.indexOf(event.target) + 1]?.focus();
  });

  // A file is shown in the page; without a script its link simply opens it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-viewer]");
    const frame = link && link.closest(".ym-card")?.querySelector("iframe.wd-viewer");
    if (!frame || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    frame.src = link.href;
    frame.title = link.textContent;
    frame.hidden = false;
    frame.scrollIntoView({ block: "nearest" });
  });

  // A question is asked only under the answer it belongs to: data-when="way=pickup,by_hand".
  function suit(form) {
    const chosen = new FormData(form);
    all("[data-when]", form).forEach((each) => {
      const [name, values] = each.dataset.when.split("=");
      const parent = form.querySelector(`[name="${name}"]`)?.closest("[data-when]");
      each.hidden = (parent && parent.hidden) || !values.split(",").includes(chosen.get(name));
    });
  }
  document.addEventListener("change", (event) => { if (event.target.form?.querySelector("[data-when]")) suit(event.target.form); });

  // A refused form is asked anew: what was refused keeps its key, what is sent next gets one of its own.
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, failed } = event.detail;
    const key = failed && xhr.status && event.detail.elt.querySelector?.("[name=idempotency_key]");
    if (key) key.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  });

  // The promise of the spot, minute by minute; the hall's time goes on from when the page came.
  function count(clock) {
    const ahead = Date.parse(clock.dataset.now) - Date.now();
    const tell = () => {
      const left = Math.floor((Date.parse(clock.dataset.until) - Date.now() - ahead) / 60000);
      clock.querySelector("b").textContent = left;
      clock.classList.toggle("wd-countdown-over", left < 0);
    };
    setInterval(tell, 5000);
  }

  // A form that the address names stands open.
  function dress() {
    all("[data-until]").forEach(count);
    all("form").forEach((form) => { if (form.querySelector("[data-when]")) suit(form); });
    const named = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    const folded = named?.closest("details");
    if (folded) folded.open = true;
    if (named?.matches("form")) named.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
  document.addEventListener("DOMContentLoaded", dress);

  // Whoever comes back to the board sees it as it is now.
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") document.body.dispatchEvent(new Event("board-again"));
  });
})();
