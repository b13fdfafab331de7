"""화면 · The face: KRDS components as template tags, charts as SVG with their table, the page frame."""
