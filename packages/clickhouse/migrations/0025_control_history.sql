-- For people: one row for each change of what rules do, with how many processes carried it out, and when the first and the
-- last of them did. ts is when it was first heard of; a change that nobody asked for through a table, a file's for one, is
-- there as soon as a process carried it out.
CREATE OR REPLACE VIEW {database}.control_history {on_cluster} AS
SELECT
  change,
  min(control_changes.ts) AS ts,
  toString(argMin(service, tuple(step != 'requested', control_changes.ts))) AS service,
  any(source) AS source,
  toString(any(who)) AS who,
  any(reason) AS reason,
  any(target) AS target,
  toString(any(rule)) AS rule,
  toString(any(outlet)) AS outlet,
  toString(argMin(`from`, tuple(step != 'requested', control_changes.ts))) AS `from`,
  toString(any(`to`)) AS `to`,
  any(requested_at) AS requested_at,
  uniqExactIf((writer, epoch), step = 'applied') AS applied,
  uniqExactIf((writer, epoch), step = 'refused') AS refused,
  minOrNullIf(control_changes.ts, step = 'applied') AS first_applied_at,
  maxOrNullIf(control_changes.ts, step = 'applied') AS last_applied_at
FROM {database}.control_changes
GROUP BY change
