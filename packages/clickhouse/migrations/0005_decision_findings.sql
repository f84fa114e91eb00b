-- For people: one row for each rule that hit a decision, with the features by name. A finding is suspected and to be
-- reviewed (疑似 / 待复核), never a verdict.
CREATE OR REPLACE VIEW {database}.decision_findings {on_cluster} AS
SELECT
  hit.id AS decision,
  hit.ts AS ts,
  hit.service AS service,
  hit.algorithm AS algorithm,
  hit.version AS version,
  hit.outlet AS outlet,
  lower(hex(hit.subject)) AS subject,
  hit.age_band AS age_band,
  hit.minor_mode AS minor_mode,
  hit.rules AS rules,
  toString(hit.finding.rule) AS rule,
  hit.finding.rule_version AS rule_version,
  hit.finding.severity AS severity,
  hit.finding.action AS action,
  hit.finding.mode AS mode,
  arrayMap(
    number -> if(mapContains(known.names, number), known.names[number], concat('#', toString(number))),
    hit.finding.features
  ) AS features,
  toString(hit.finding.detail) AS detail
FROM
(
  SELECT id, ts, service, algorithm, version, outlet, subject, age_band, minor_mode, rules, catalog, finding
  FROM {database}.decisions
  ARRAY JOIN findings AS finding
) AS hit
LEFT ANY JOIN
(
  SELECT catalog, mapFromArrays(groupArray(number), groupArray(feature)) AS names
  FROM {database}.catalog_features
  GROUP BY catalog
) AS known ON known.catalog = hit.catalog
