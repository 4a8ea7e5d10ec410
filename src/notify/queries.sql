-- name: list_due_mails
-- What the deliverer sends next: $1 now, $2 at most so many rows.
SELECT event_id, coalesce(appointment_id, 0), kind, attempts
FROM outbox
WHERE status = 'waiting' AND next_attempt_at <= $1
ORDER BY next_attempt_at, event_id
LIMIT $2

-- name: find_next_mail_due
-- When the deliverer has work again.
SELECT next_attempt_at FROM outbox WHERE status = 'waiting' ORDER BY next_attempt_at LIMIT 1

-- name: count_waiting_mails
-- Figure for operators.
SELECT count(*) FROM outbox WHERE status = 'waiting'

-- name: count_failed_mails
-- Figure for operators.
SELECT count(*) FROM outbox WHERE status = 'failed'

-- name: mark_mail_sent
-- The server took the mail of event $1: attempts $2, at $3.
UPDATE outbox SET status = 'sent', attempts = $2, sent_at = $3, last_error = ''
WHERE event_id = $1 AND status <> 'sent'

-- name: mark_mail_waiting
-- The mail of event $1 is tried again: attempts $2, not before $3, because of $4.
UPDATE outbox SET attempts = $2, next_attempt_at = $3, last_error = $4
WHERE event_id = $1 AND status = 'waiting'

-- name: mark_mail_failed
-- The mail of event $1 is given up: attempts $2, because of $3.
UPDATE outbox SET status = 'failed', attempts = $2, last_error = $3
WHERE event_id = $1 AND status = 'waiting'

-- name: retry_failed_mails
-- The operator lets everything that was given up wait again, from $1 on.
UPDATE outbox SET status = 'waiting', attempts = 0, next_attempt_at = $1 WHERE status = 'failed'
