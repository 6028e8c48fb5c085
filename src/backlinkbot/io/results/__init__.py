"""What visits and searches a site had, kept by day as sealed Parquet files."""
