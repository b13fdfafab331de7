"""파일 · Files people hand in: known by their content, limited, encrypted at rest, read by whom they concern."""
