-- What shows when people of the department book for themselves.

ALTER TABLE staff ADD COLUMN identity_hash blob;   -- keyed hash of their own MyKad, as appointments have it; null: not given
