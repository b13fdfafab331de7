/* A saved answer goes where one writes, beside what stands there. Without this the page opens anew with it. */
(() => {
  "use strict";
  const put = (id, text) => {
    const where = document.getElementById(id);
    if (!where || !text) return where;
    where.value = where.value.trim() ? `${where.value.trimEnd()}\n${text}` : text;
    return where;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-reply]");
    if (!link) return;
    const where = put(link.dataset.into, link.dataset.reply);
    if (!where) return;
    event.preventDefault();
    if (link.dataset.englishInto) put(link.dataset.englishInto, link.dataset.english);
    where.focus();
  });
})();
