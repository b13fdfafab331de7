"""전자고지 · Official documents that must be served, in bulk: to the phone by consent, to paper in time, with evidence of each step."""
