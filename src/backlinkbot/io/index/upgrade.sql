-- A sealed file of the layout before, with the columns that it lacks; rows keep their places.

-- name: rewritten
copy (select {columns} from read_parquet($old))
to $path (format parquet, compression zstd, row_group_size {row_group});
