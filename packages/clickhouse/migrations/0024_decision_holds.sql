-- For people: one row for each rule that held something back of a decision, or would have if it were enforced (mode
-- shadow), with the features by name. Beside decision_findings, whose rows say what a rule found.
CREATE OR REPLACE VIEW {database}.decision_holds {on_cluster} AS
SELECT
  held.id AS decision,
  held.ts AS ts,
  held.service AS service,
  held.algorithm AS algorithm,
  held.version AS version,
  held.outlet AS outlet,
  lower(hex(held.subject)) AS subject,
  held.age_band AS age_band,
  held.minor_mode AS minor_mode,
  held.rules AS rules,
  held.mode AS answer,
  toString(held.hold.rule) AS rule,
  held.hold.rule_version AS rule_version,
  held.hold.action AS action,
  held.hold.mode AS mode,
  arrayMap(
    number -> if(mapContains(known.names, number), known.names[number], concat('#', toString(number))),
    held.hold.features
  ) AS features,
  held.hold.unregistered AS unregistered,
  held.hold.tags AS tags,
  held.hold.items AS items
FROM
(
  SELECT id, ts, service, algorithm, version, outlet, subject, age_band, minor_mode, rules, catalog, mode, hold
  FROM {database}.decisions
  ARRAY JOIN holds AS hold
) AS held
LEFT ANY JOIN
(
  SELECT catalog, mapFromArrays(groupArray(number), groupArray(feature)) AS names
  FROM {database}.catalog_features
  GROUP BY catalog
) AS known ON known.catalog = held.catalog
