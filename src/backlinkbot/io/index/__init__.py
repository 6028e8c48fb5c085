"""The link index: sealed Parquet snapshots and the questions asked of them."""
