-- name: list_versions
-- Who saved a page and when, newest first.
SELECT id, made_by, made_at FROM page_text WHERE page = $1 ORDER BY id DESC LIMIT $2;

-- name: find_version
-- One version of a page.
SELECT id, text_ms, text_en, made_by, made_at FROM page_text WHERE id = $1 AND page = $2;

-- name: find_newest_version
-- The one that is shown.
SELECT id, text_ms, text_en, made_by, made_at FROM page_text WHERE page = $1 ORDER BY id DESC LIMIT 1;

-- name: insert_version
-- A text that is shown from now on.
INSERT INTO page_text (id, page, text_ms, text_en, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6);
