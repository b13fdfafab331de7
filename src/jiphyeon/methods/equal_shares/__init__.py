"""균등지분법 · The Method of Equal Shares, exactly, with its reasons."""
