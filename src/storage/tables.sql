-- name: list_columns
-- Every column of every table but `migration`, which says what was done to this database, with its type and its place
-- in the primary key, 0 for none.
SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name <> 'migration' ORDER BY t.name, c.cid;

-- name: list_columns (postgresql)
-- The same; neither `process`, which says who runs now, nor what it numbered.
SELECT t.relname::text, a.attname::text, format_type(a.atttypid, NULL), coalesce(array_position(k.conkey, a.attnum), 0)
FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND NOT (t.relname = 'slot' AND a.attname = 'changed_by')
LEFT JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype = 'p'
WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND t.relname NOT IN ('migration', 'process')
ORDER BY t.relname::text COLLATE "C", a.attnum;

-- name: list_references
-- Which table refers to which other.
SELECT DISTINCT t.name, f."table" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
WHERE t.type = 'table' AND f."table" <> t.name;

-- name: list_references (postgresql)
-- The same.
SELECT DISTINCT t.relname::text, o.relname::text FROM pg_constraint k
JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class o ON o.oid = k.confrelid
WHERE k.contype = 'f' AND t.relnamespace = current_schema()::regnamespace AND o.oid <> t.oid;
