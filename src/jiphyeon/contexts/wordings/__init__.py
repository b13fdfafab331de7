"""문구 · Wordings: texts to people, written, tried and approved before anything is sent with them."""
