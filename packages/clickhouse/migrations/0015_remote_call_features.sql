-- For people: one row for each feature that another service used for a decision, by name. The decision is the one that the
-- caller's baggage names: a claim. Beside decision_features, whose rows are what the decision's own service used.
CREATE OR REPLACE VIEW {database}.remote_call_features {on_cluster} AS
SELECT
  used.decision AS decision,
  used.id AS remote_call,
  used.ts AS ts,
  used.service AS service,
  used.route AS route,
  used.outlet AS outlet,
  if(known.feature = '', concat('#', toString(used.number)), known.feature) AS feature,
  toString(known.source) AS source,
  known.codes AS codes,
  if(known.feature = '', NULL, known.personal) AS personal,
  true AS registered,
  used.how AS how
FROM
(
  SELECT
    id, decision, ts, service, route, outlet, catalog, number,
    arrayFilter(
      (observation, is_so) -> is_so,
      ['declared', 'read', 'span'],
      [has(features_declared, number), has(features_read, number), has(features_span, number)]
    ) AS how
  FROM {database}.remote_calls
  ARRAY JOIN arrayDistinct(arrayConcat(features_declared, features_read, features_span)) AS number
) AS used
LEFT ANY JOIN {database}.catalog_features AS known ON known.catalog = used.catalog AND known.number = used.number
UNION ALL
SELECT
  decision,
  id AS remote_call,
  ts, service, route, outlet,
  concat(unknown.source, '.', unknown.name) AS feature,
  toString(unknown.source) AS source,
  [] AS codes,
  NULL AS personal,
  false AS registered,
  [toString(unknown.how)] AS how
FROM {database}.remote_calls
ARRAY JOIN unregistered AS unknown
