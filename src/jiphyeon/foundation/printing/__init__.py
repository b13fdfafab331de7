"""인쇄와 발송 · Letters on paper: gathered into print runs, laid out, posted, and what the post says of each."""
