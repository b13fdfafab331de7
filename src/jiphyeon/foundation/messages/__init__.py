"""전달 · Hands one text to one address by one channel: at least once to the channel, recorded exactly once."""
