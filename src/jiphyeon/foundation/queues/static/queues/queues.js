/* Keys and ticks of a list, and the keys of one row's page. Everything here can be done without them. */
(() => {
  "use strict";
  const typing = (where) => where.closest("input, textarea, select, [contenteditable]");
  const list = document.querySelector("[data-queue]");
  const rows = list ? [...list.querySelectorAll("tbody tr")] : [];
  const boxes = () => (list ? [...list.querySelectorAll('input[name="selected"]')] : []);
  const everything = document.querySelector("[data-everything]");
  const wholePage = document.querySelector("[data-whole-page]");
  const chosen = document.querySelector("[data-chosen]");
  let at = -1;
  let last = null;

  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    if (wholePage) {
      wholePage.checked = ticked > 0 && ticked === boxes().length;
      wholePage.indeterminate = ticked > 0 && ticked < boxes().length;
    }
    if (!chosen) return;
    const many = everything?.checked ? Number(chosen.dataset.all) : ticked;
    chosen.textContent = many ? chosen.dataset.chosen.replace("{count}", String(many)) : "";
  };
  const go = (step) => {
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows.forEach((row, place) => row.classList.toggle("queue-at", place === at));
    rows[at].querySelector("a")?.focus();
    rows[at].scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = (key) => {
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    if (target.matches("textarea, input:not([type=checkbox])")) target.focus();
    else target.click();
    return true;
  };

  if (wholePage) {
    wholePage.closest("[data-page-box]").hidden = false;
    wholePage.addEventListener("change", () => {
      boxes().forEach((box) => { box.checked = wholePage.checked; });
      count();
    });
  }
  // Shift and a press tick everything between.
  list?.addEventListener("click", (event) => {
    const box = event.target.closest('input[name="selected"]');
    if (!box) return;
    const all = boxes();
    if (event.shiftKey && last && last !== box) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, two) => one - two);
      all.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    last = box;
    count();
  });
  list?.addEventListener("change", count);
  window.addEventListener("pageshow", count);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ticking = event.target.matches?.('input[name="selected"]');
    if (typing(event.target) && !ticking) return;
    let done = false;
    if (event.key === "/") {
      const find = document.querySelector("[data-find]");
      if (find) { find.focus(); find.select(); done = true; }
    } else if (rows.length && (event.key === "j" || event.key === "k")) done = go(event.key === "j" ? 1 : -1);
    else if (rows.length && event.key === "x" && at >= 0) {
      const box = rows[at].querySelector('input[name="selected"]');
      if (box) { box.checked = !box.checked; count(); done = true; }
    } else if (!list && !event.repeat) done = press(event.key);
    if (done) event.preventDefault();
  });
})();
