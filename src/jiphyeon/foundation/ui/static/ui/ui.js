// Only makes quicker what works without it. No framework, no inline script; behaviour hangs on data attributes.
"use strict";

const each = (root, what, act) => root.querySelectorAll(what).forEach(act);

function wake(root) {
  // A form that came back with errors: read the summary first.
  const summary = root.querySelector("[data-takes-focus]");
  if (summary) summary.focus();

  // One press sends once.
  each(root, "form", (form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      if (form.querySelector("[data-once]")) form.dataset.sent = "yes";
    });
  });

  // Chosen files, with their size, before they are sent.
  each(root, "[data-file] input[type=file]", (input) => {
    input.addEventListener("change", () => {
      const list = input.parentElement.querySelector("ul");
      list.replaceChildren(...Array.from(input.files, (file) => {
        const line = document.createElement("li");
        const megabytes = file.size / 1048576;
        line.textContent = `${file.name} · ${megabytes < 1 ? `${Math.ceil(file.size / 1024)} KB` : `${megabytes.toFixed(1)} MB`}`;
        return line;
      }));
    });
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const modal = document.getElementById(opener.dataset.opens);
    if (modal && modal.showModal) { event.preventDefault(); modal.showModal(); }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  const inside = closer && closer.closest("dialog");
  if (inside && inside.open) { event.preventDefault(); inside.close(); return; }
  if (event.target instanceof HTMLDialogElement) event.target.close();
  // A drop box closes when the press lands elsewhere.
  each(document, "details.jip-drop[open]", (drop) => { if (!drop.contains(event.target)) drop.open = false; });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  each(document, "details.jip-drop[open]", (drop) => { drop.open = false; drop.querySelector("summary").focus(); });
});

// What somebody has begun to write outlives a change of language, of looks or of the demo day: it waits in this tab until
// the page stands again, and nowhere else. Secrets and files are not among it.
const WRITTEN = "jip-written";
const place = () => location.pathname + location.search;

function writable() {
  const seen = new Map();
  return Array.from(document.querySelectorAll("main form"), (form) => Array.from(form.elements, (field) => {
    if (form.method !== "post" || !field.name || /^(hidden|password|file|submit|button|fieldset|output)$/.test(field.type)) return [];
    const base = `${new URL(form.action).pathname} ${field.name} ${/^(radio|checkbox)$/.test(field.type) ? field.value : ""}`;
    const nth = seen.get(base) || 0;
    seen.set(base, nth + 1);
    return [[`${base} ${nth}`, field]];
  })).flat(2);
}

function keepWritten() {
  const kept = writable().map(([key, field]) => [key, /^(radio|checkbox)$/.test(field.type) ? field.checked : field.value]);
  if (kept.length) sessionStorage.setItem(WRITTEN, JSON.stringify([place(), kept]));
}

function showWritten() {
  const [where, kept] = JSON.parse(sessionStorage.getItem(WRITTEN) || "[\"\", []]");
  sessionStorage.removeItem(WRITTEN);
  if (where !== place()) return;
  const fields = new Map(writable());
  kept.forEach(([key, value]) => {
    const field = fields.get(key);
    if (!field || value === (typeof value === "boolean" ? field.checked : field.value)) return;
    if (typeof value === "boolean") field.checked = value; else field.value = value;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

each(document, "form[data-keeps]", (form) => form.addEventListener("submit", keepWritten));

// Coming back with the browser's button finds the form ready again.
window.addEventListener("pageshow", () => each(document, "form[data-sent]", (form) => { delete form.dataset.sent; }));
document.addEventListener("DOMContentLoaded", () => { wake(document); showWritten(); });
document.addEventListener("htmx:afterSwap", (event) => wake(event.detail.target));
