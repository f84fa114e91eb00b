-- For people: one row for each feature that a decision used, by name. A feature of the catalog is registered; one
-- that the catalog doesn't know, or a catalog that nobody registered, leaves codes and personal unknown.
CREATE OR REPLACE VIEW {database}.decision_features {on_cluster} AS
SELECT
  used.id AS decision,
  used.ts AS ts,
  used.service AS service,
  used.algorithm AS algorithm,
  used.version AS version,
  used.purpose AS purpose,
  used.outlet AS outlet,
  lower(hex(used.subject)) AS subject,
  used.age_band AS age_band,
  used.minor_mode AS minor_mode,
  if(known.feature = '', concat('#', toString(used.number)), known.feature) AS feature,
  toString(known.source) AS source,
  known.codes AS codes,
  if(known.feature = '', NULL, known.personal) AS personal,
  true AS registered,
  used.how AS how
FROM
(
  SELECT
    id, ts, service, algorithm, version, purpose, outlet, subject, age_band, minor_mode, catalog, number,
    arrayFilter(
      (observation, is_so) -> is_so,
      ['declared', 'read', 'span'],
      [has(features_declared, number), has(features_read, number), has(features_span, number)]
    ) AS how
  FROM {database}.decisions
  ARRAY JOIN arrayDistinct(arrayConcat(features_declared, features_read, features_span)) AS number
) AS used
LEFT ANY JOIN {database}.catalog_features AS known ON known.catalog = used.catalog AND known.number = used.number
UNION ALL
SELECT
  id AS decision,
  ts, service, algorithm, version, purpose, outlet,
  lower(hex(subject)) AS subject,
  age_band, minor_mode,
  concat(unknown.source, '.', unknown.name) AS feature,
  toString(unknown.source) AS source,
  [] AS codes,
  NULL AS personal,
  false AS registered,
  [toString(unknown.how)] AS how
FROM {database}.decisions
ARRAY JOIN unregistered AS unknown
