-- For people: the client spans that no rule of the configuration maps to a source. What was read there is not known. Calls
-- that were too many to be told apart are not here, because some of them may be mapped.
CREATE OR REPLACE VIEW {database}.unmapped_calls {on_cluster} AS
SELECT
  decision, remote_call, ts, service, algorithm, outlet,
  system, host, database, operation, target, statement, fields, at_us, took_us, count, failed
FROM {database}.decision_spans
WHERE NOT mapped AND NOT (system = '*' AND operation = '*' AND target = '*')
