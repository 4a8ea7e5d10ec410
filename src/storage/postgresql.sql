-- name: claim (postgresql)
-- Waits until no other transaction claims these numbers, and claims them until this one ends. Tells which it
-- had to wait for.
SELECT place FROM unnest($1::bigint[]) WITH ORDINALITY AS claims (number, place)
WHERE CASE WHEN pg_try_advisory_xact_lock(number) THEN false ELSE pg_advisory_xact_lock(number)::text = '' END;

-- name: mark_batch (postgresql)
-- Numbers the transaction and notes it as this process's last. Where the process has lost its number to
-- another nothing is marked; then the division fails, and with it the transaction.
WITH marked AS (
  UPDATE process SET batch = nextval('batch_number'), attempt = $3,
    seen_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
  WHERE number = $1 AND token = $2 RETURNING batch)
SELECT coalesce(max(batch), 1 / count(*)) FROM marked;

-- name: number_batch (postgresql)
-- The number of a transaction of a process that has none itself.
SELECT nextval('batch_number');

-- name: find_attempt (postgresql)
-- The last transaction of this process that stands; waits until one that is not over yet is. That it changes
-- the row makes the COMMIT behind it wait for the replicas, and so for the transaction in question.
UPDATE process SET seen_at = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
WHERE number = $1 AND token = $2 RETURNING attempt, batch;

-- name: lock_processes (postgresql)
-- Lets one process at a time take a number.
SELECT pg_advisory_xact_lock($1::integer, $2::integer);

-- name: forget_absent_processes (postgresql)
-- Numbers of processes that were not seen for so many milliseconds.
DELETE FROM process WHERE seen_at < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1;

-- name: take_number (postgresql)
-- The lowest free number.
INSERT INTO process (number, token, batch, attempt, seen_at)
SELECT min(free), $1, 0, 0, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
FROM generate_series(0, 254) AS numbers (free) WHERE free NOT IN (SELECT number FROM process)
RETURNING number;

-- name: leave (postgresql)
-- Gives a number back.
DELETE FROM process WHERE number = $1 AND token = $2;

-- name: list_processes (postgresql)
-- All that write, and the last transaction of each that stands.
SELECT number, batch FROM process;

-- name: notify (postgresql)
-- Sends texts to the other servers.
SELECT pg_notify('temujanji', text) FROM unnest($1::text[]) AS texts (text);

-- name: lead (postgresql)
-- Takes the lead if nobody has it; it is the session's until its end.
SELECT pg_try_advisory_lock($1::integer, $2::integer);
