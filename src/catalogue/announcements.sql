-- name: list_kept_announcements
-- Announcements with who wrote them, those that are not over on $1 first.
SELECT id, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned, changed_by, changed_at
FROM announcement ORDER BY CASE WHEN to_on IS NULL OR to_on >= $1 THEN 0 ELSE 1 END, from_on DESC, id DESC LIMIT $2;

-- name: find_kept_announcement
-- One of them.
SELECT id, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned, changed_by, changed_at
FROM announcement WHERE id = $1;

-- name: find_department
-- Whether the department is there.
SELECT 1 FROM department WHERE code = $1;

-- name: insert_own_announcement
-- One written on the site.
INSERT INTO announcement (id, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned, changed_by,
  changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: update_own_announcement
-- One written on the site, if nobody changed it since $12.
UPDATE announcement SET department_code = $2, title_ms = $3, title_en = $4, body_ms = $5, body_en = $6, from_on = $7,
  to_on = $8, pinned = $9, changed_by = $10, changed_at = $11
WHERE id = $1 AND code IS NULL AND changed_at = $12;

-- name: delete_own_announcement
-- One written on the site.
DELETE FROM announcement WHERE id = $1 AND code IS NULL;
