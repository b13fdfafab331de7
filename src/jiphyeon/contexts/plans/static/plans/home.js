// On a phone the directions are an accordion: the first is open, the others wait for a press. Without script all are open.
if (window.matchMedia("(max-width: 767px)").matches) {
  document.querySelectorAll("[data-plan-heading]").forEach((heading, place) => { heading.open = place === 0; });
}
