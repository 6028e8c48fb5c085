-- Questions over whole authority releases; asked by graphs/together.py and graphs/exchange.py.

-- name: common
select b.authority as before, a.authority as after
from read_parquet($before) b join read_parquet($after) a using (node)
where b.authority is not null and a.authority is not null

-- name: together
select coalesce(b.node, a.node) as node,
    b.authority as before, b.authority_low as before_low, b.authority_high as before_high,
    a.authority as after, a.authority_low as after_low, a.authority_high as after_high
from read_parquet($before) b full outer join read_parquet($after) a on a.node = b.node

-- name: repeated
select row from (
    select file_row_number as row,
        row_number() over (partition by node order by file_row_number) as occurrence
    from read_parquet($file, file_row_number = true)
    where node is not null)
where occurrence > 1 order by row
