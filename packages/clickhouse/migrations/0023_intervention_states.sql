-- For people: one row for each manual intervention, with who did what to it and how it stands now. The first approval or
-- rejection counts; an approval by whoever proposed it is none where two persons are needed. ts is when it was proposed.
-- Queries of this package ask how one stood at another time by the same columns.
CREATE OR REPLACE VIEW {database}.intervention_states {on_cluster} AS
SELECT
  id,
  first.15 AS ts,
  toString(first.1) AS service,
  first.2 AS kind,
  first.3 AS surface,
  toString(first.4) AS outlet,
  toString(first.5) AS algorithm,
  lower(hex(first.6)) AS item,
  first.7 AS item_id,
  first.8 AS rank,
  first.9 AS factor,
  toString(first.10) AS reason,
  toString(first.11) AS ticket,
  first.12 AS valid_from,
  first.13 AS valid_to,
  first.14 AS two_persons,
  toString(first.16) AS proposed_by,
  if(empty(approvals), NULL, approvals[1].1) AS approved_at,
  if(empty(approvals), '', toString(approvals[1].2)) AS approved_by,
  if(empty(rejections), NULL, rejections[1].1) AS rejected_at,
  if(empty(rejections), '', toString(rejections[1].2)) AS rejected_by,
  if(empty(revocations), NULL, revocations[1].1) AS revoked_at,
  if(empty(revocations), '', toString(revocations[1].2)) AS revoked_by,
  multiIf(
    revoked_at IS NOT NULL, 'revoked',
    rejected_at IS NOT NULL AND (approved_at IS NULL OR rejected_at < approved_at), 'rejected',
    approved_at IS NULL AND valid_to <= now64(3, 'UTC'), 'lapsed',
    approved_at IS NULL, 'proposed',
    valid_to <= now64(3, 'UTC'), 'expired',
    valid_from > now64(3, 'UTC'), 'approved',
    'active'
  ) AS state
FROM
(
  SELECT
    id,
    argMin(
      tuple(
        service, kind, surface, outlet, algorithm, item, item_id, rank, factor, reason, ticket, valid_from, valid_to,
        two_persons, ts, if(step = 'proposed', actor, '')
      ),
      tuple(step != 'proposed', ts, writer, epoch, seq)
    ) AS first,
    arraySort(groupArrayIf((ts, actor), step = 'approved')) AS approvers,
    arrayFilter(approval -> NOT (first.14 AND approval.2 = first.16), approvers) AS approvals,
    arraySort(groupArrayIf((ts, actor), step = 'rejected')) AS rejections,
    arraySort(groupArrayIf((ts, actor), step = 'revoked')) AS revocations
  FROM {database}.interventions
  GROUP BY id
)
