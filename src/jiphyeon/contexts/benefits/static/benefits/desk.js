/* Keys for the desk. Everything here can be done without them. */
(() => {
  "use strict";
  const typing = (where) => where.closest("input, textarea, select, [contenteditable]");
  const rows = [...document.querySelectorAll("[data-queue] tbody tr")];
  let at = -1;
  const go = (step) => {
    if (!rows.length) return false;
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    const link = rows[at].querySelector("a");
    rows.forEach((row, place) => row.classList.toggle("benefits-at", place === at));
    link?.focus();
    rows[at].scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    if (target.matches("textarea, input")) target.focus();
    else target.click();
    return true;
  };
  const chosen = document.querySelector("[data-chosen]");
  const count = () => {
    if (!chosen) return;
    const many = document.querySelectorAll('[data-queue] input[name="selected"]:checked').length;
    chosen.textContent = many ? String(many) : "";
  };
  document.querySelector("[data-queue]")?.addEventListener("change", count);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
      if (!(event.key === "x" && event.target.matches?.('input[name="selected"]'))) return;
    }
    let done = false;
    if (rows.length && (event.key === "j" || event.key === "k")) done = go(event.key === "j" ? 1 : -1);
    else if (rows.length && event.key === "x" && at >= 0) {
      const box = rows[at].querySelector('input[name="selected"]');
      if (box) { box.checked = !box.checked; count(); done = true; }
    } else if (!rows.length || !document.querySelector("[data-queue]")) done = press(event.key);
    if (done) event.preventDefault();
  });
})();
