// What a page gains where scripts run. Everything works without.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Ask before what cannot be undone. The words stand on the button: data-confirm.
  let asker;
  function ask(question, then) {
    asker ??= Object.assign(document.createElement("dialog"), { className: "ym-dialog" });
    const zh = document.documentElement.lang.startsWith("zh");
    const body = Object.assign(document.createElement("div"), { className: "ym-dialog-body" });
    const words = Object.assign(document.createElement("p"), { textContent: question, id: "ym-question" });
    const row = Object.assign(document.createElement("div"), { className: "ym-actions" });
    const yes = Object.assign(document.createElement("button"), { className: "btn btn-primary", type: "button", textContent: zh ? "确定" : "Yes, do it" });
    const no = Object.assign(document.createElement("button"), { className: "btn", type: "button", textContent: zh ? "取消" : "Cancel" });
    yes.addEventListener("click", () => { asker.close(); then(); });
    no.addEventListener("click", () => asker.close());
    row.append(yes, no);
    body.append(words, row);
    asker.replaceChildren(body);
    asker.setAttribute("aria-labelledby", "ym-question");
    if (!asker.isConnected) document.body.append(asker);
    asker.showModal();
    no.focus();
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, a");
    if (!target) return;
    const { confirm, dialog, copy } = target.dataset;
    if (confirm && !target.dataset.sure) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(confirm, () => { target.dataset.sure = "1"; target.click(); delete target.dataset.sure; });
    } else if (dialog) {
      const opened = document.getElementById(dialog);
      if (opened) { event.preventDefault(); opened.showModal(); }
    } else if ("close" in target.dataset) {
      target.closest("dialog").close();
    } else if ("print" in target.dataset) {
      window.print();
    } else if ("back" in target.dataset) {
      history.back();
    } else if (copy) {
      navigator.clipboard?.writeText(copy).then(() => {
        target.classList.add("ym-copied");
        setTimeout(() => target.classList.remove("ym-copied"), 1500);
      });
    }
  }, true);

  // A form goes out once. Its key makes a second one harmless; this spares the wait.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.elt.closest("form")?.removeAttribute("aria-busy"));

  // The counter's keys: data-key="F2" or "Alt+S" or "/". Plain letters rest while somebody types.
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const name = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && event.key.length > 1 && "Shift", event.key.length === 1 ? event.key.toUpperCase() : event.key].filter(Boolean).join("+");
    const typing = event.target.matches("input, textarea, select, [contenteditable]");
    if (typing && event.key.length === 1 && !event.ctrlKey && !event.altKey) return;
    const found = [...all("main [data-key]"), ...all("[data-key]")].find((each) => each.dataset.key === name && each.offsetParent);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input, textarea, select")) { found.focus(); found.select?.(); } else found.click();
  });

  // Names of chosen files; a table that scrolls can be reached by keyboard; what needs a script shows itself.
  document.addEventListener("change", (event) => {
    const list = event.target.type === "file" && event.target.parentElement.querySelector(".ym-upload-names");
    if (!list) return;
    list.replaceChildren(...[...event.target.files].map((file) => Object.assign(document.createElement("li"), { textContent: `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB` })));
  });

  function dress(root) {
    all("[data-copy], [data-back]", root).forEach((each) => { if (!each.dataset.copy || navigator.clipboard) each.hidden = false; });
    all("[data-scroll]", root).forEach((each) => each.scrollWidth > each.clientWidth ? each.setAttribute("tabindex", "0") : each.removeAttribute("tabindex"));
  }
  document.addEventListener("DOMContentLoaded", () => {
    dress(document);
    (document.querySelector("[data-errors]") ?? document.querySelector("[aria-invalid=true]"))?.focus();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    dress(event.target);
    if (event.target.id === "refusal") event.target.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("refusal")?.replaceChildren());
})();
