-- When something of an open subject is due next, ms UTC, so that recovery need not read its state before that; 2^53 - 1 is never.
-- Rows from before have none, and are read at once.
ALTER TABLE subjects ADD COLUMN IF NOT EXISTS next_due Nullable(Int64) DEFAULT NULL;
