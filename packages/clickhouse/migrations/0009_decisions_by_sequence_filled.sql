-- Gives rows from before 0008 their second order. The statement returns at once; the server reads three columns of
-- these rows, some million rows a second, while everything goes on. Progress is in system.mutations.
ALTER TABLE {database}.decisions {on_cluster} MATERIALIZE PROJECTION by_sequence
