-- For people: one row for each time that a person's intervention touched a decision's result.
CREATE OR REPLACE VIEW {database}.decision_interventions {on_cluster} AS
SELECT
  id AS decision,
  ts, service, algorithm, version, outlet,
  intervention.id AS intervention,
  intervention.kind AS kind,
  lower(hex(intervention.item)) AS item,
  intervention.from_rank AS from_rank,
  intervention.to_rank AS to_rank,
  toString(intervention.operator) AS operator,
  toString(intervention.approver) AS approver,
  toString(intervention.reason) AS reason,
  toString(intervention.ticket) AS ticket,
  intervention.valid_from AS valid_from,
  intervention.valid_to AS valid_to
FROM {database}.decisions
ARRAY JOIN interventions AS intervention
