"""집현 · Jiphyeon: a city planning office and the people it serves, on one platform."""
