-- name: find_installation
-- What this installation is called.
SELECT id FROM installation;
