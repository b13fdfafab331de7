// Follows a run and shows its page anew when it has ended; without script the link beside it does the same.
(() => {
  const watched = document.querySelector("[data-run]");
  if (!watched) return;
  const look = async () => {
    const answer = await fetch(watched.dataset.run, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const state = await answer.json();
    if (!state.open) {
      window.location.reload();
      return;
    }
    const bar = watched.querySelector("progress");
    if (bar) bar.value = state.percent;
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
})();
