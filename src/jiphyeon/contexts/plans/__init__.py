"""주요업무계획 · The year plan as a living tree: headings, initiatives, milestones, figures, and what carries them out."""
