-- name: find_weekly_mail
-- To whom an office's figures of the week are sent.
SELECT address, since_at FROM weekly_mail WHERE office_id = $1;

-- name: set_weekly_mail
-- From now on to this address; who had one before gets the week under way, too.
INSERT INTO weekly_mail (office_id, address, since_at) VALUES ($1, $2, $3)
ON CONFLICT (office_id) DO UPDATE SET address = excluded.address;

-- name: delete_weekly_mail
-- No mail any more.
DELETE FROM weekly_mail WHERE office_id = $1;

-- name: drop_unsent_letters
-- Letters on their way, or given up, are for nobody now.
DELETE FROM outbox WHERE kind = 'weekly' AND status <> 'sent'
  AND event_id IN (SELECT id FROM weekly_letter WHERE office_id = $1);

-- name: list_weekly_mails
-- Offices that get a mail, and since when.
SELECT office_id, since_at FROM weekly_mail ORDER BY office_id;

-- name: is_letter_due
-- Whether the office's week from $2 to $3 is counted, and no mail tells of it yet.
SELECT 1 FROM office_day WHERE office_id = $1 AND day_on = $3
  AND NOT EXISTS (SELECT 1 FROM weekly_letter WHERE office_id = $1 AND week_on = $2);

-- name: insert_weekly_letter
-- A mail about a week; nothing if there is one, or nobody who gets it any more.
INSERT INTO weekly_letter (id, office_id, week_on)
SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM weekly_mail WHERE office_id = $2) ON CONFLICT DO NOTHING;

-- name: queue_weekly_letter
-- It waits in the outbox like all mails.
INSERT INTO outbox (event_id, kind, status, next_attempt_at) VALUES ($1, 'weekly', 'waiting', $2);

-- name: find_weekly_letter
-- Of what a mail tells.
SELECT office_id, week_on FROM weekly_letter WHERE id = $1;
