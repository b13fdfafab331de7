"""답장 문구 · Answers that a room's officers write again and again, kept once, with gaps that each matter fills."""
