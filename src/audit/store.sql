-- name: find_tree
-- How far the tree and its heads have grown.
SELECT size, heads FROM audit_tree;

-- name: list_pages
-- Pages from one on.
SELECT number, first_id, last_id, leaves FROM audit_page WHERE number >= $1 ORDER BY number LIMIT $2;

-- name: find_last_page
-- The page that still grows, or the last full one.
SELECT number, first_id, last_id, leaves FROM audit_page WHERE number = (SELECT max(number) FROM audit_page);

-- name: find_last_id
-- The highest id of a row in the tree; null without rows.
SELECT max(last_id) FROM audit_page;

-- name: list_pages_of_ids
-- Pages with leaves of rows between two ids, and perhaps others.
SELECT number, first_id, last_id, leaves FROM audit_page WHERE last_id >= $1 AND first_id <= $2;

-- name: find_node
-- The hash of whole pages.
SELECT hash FROM audit_node WHERE level = $1 AND number = $2;

-- name: find_installation
-- Whose tree it is.
SELECT id FROM installation;

-- name: find_last_head
-- The newest head.
SELECT number, size, at, root, previous, signature FROM audit_head
WHERE number = (SELECT max(number) FROM audit_head);

-- name: list_heads
-- Heads from one on.
SELECT number, size, at, root, previous, signature FROM audit_head WHERE number >= $1 ORDER BY number LIMIT $2;

-- name: grow_tree
-- Notes how far the tree has grown, if it is as far as whoever lets it grow believes.
INSERT INTO audit_tree (id, size, heads) VALUES (1, $1, $2)
ON CONFLICT (id) DO UPDATE SET size = $1, heads = $2 WHERE audit_tree.size = $3 AND audit_tree.heads = $4;

-- name: write_page
-- A page, or more leaves of the one that grows.
INSERT INTO audit_page (number, first_id, last_id, leaves) VALUES ($1, $2, $3, $4)
ON CONFLICT (number) DO UPDATE SET first_id = $2, last_id = $3, leaves = $4;

-- name: insert_node
-- The hash of pages that have become whole.
INSERT INTO audit_node (level, number, hash) VALUES ($1, $2, $3);

-- name: insert_head
-- What the tree is now, signed.
INSERT INTO audit_head (number, size, at, root, previous, signature) VALUES ($1, $2, $3, $4, $5, $6);
