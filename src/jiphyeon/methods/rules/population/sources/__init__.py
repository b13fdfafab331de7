"""Where a population comes from: files and databases made into checked Parquet, of which is known what it promises."""
