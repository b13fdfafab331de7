"""From a task to a lottery over panels: the objectives, and how a point becomes panels that can be drawn."""
