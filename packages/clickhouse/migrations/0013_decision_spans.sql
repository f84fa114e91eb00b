-- For people: one row for each data call that was seen as a client span, like ones of a decision in one row. A call that
-- another service made for the decision has that service's remote call beside it; NULL is the decision's own. Calls that
-- were too many to be told apart have * as their system, operation and target.
CREATE OR REPLACE VIEW {database}.decision_spans {on_cluster} AS
SELECT
  id AS decision,
  CAST(NULL AS Nullable(UUID)) AS remote_call,
  ts,
  toString(service) AS service,
  toString(algorithm) AS algorithm,
  toString(outlet) AS outlet,
  toString(span.source) AS source,
  CAST(span.source != '' AS Bool) AS mapped,
  toString(span.system) AS system,
  toString(span.host) AS host,
  toString(span.database) AS database,
  toString(span.operation) AS operation,
  toString(span.target) AS target,
  lower(hex(span.statement)) AS statement,
  span.fields AS fields,
  span.at_us AS at_us,
  span.took_us AS took_us,
  span.count AS count,
  span.failed AS failed
FROM {database}.decisions
ARRAY JOIN spans AS span
UNION ALL
SELECT
  decision,
  CAST(id AS Nullable(UUID)) AS remote_call,
  ts,
  toString(service) AS service,
  '' AS algorithm,
  toString(outlet) AS outlet,
  toString(span.source) AS source,
  CAST(span.source != '' AS Bool) AS mapped,
  toString(span.system) AS system,
  toString(span.host) AS host,
  toString(span.database) AS database,
  toString(span.operation) AS operation,
  toString(span.target) AS target,
  lower(hex(span.statement)) AS statement,
  span.fields AS fields,
  span.at_us AS at_us,
  span.took_us AS took_us,
  span.count AS count,
  span.failed AS failed
FROM {database}.remote_calls
ARRAY JOIN spans AS span
