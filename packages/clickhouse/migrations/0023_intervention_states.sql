-- For people: one row for each manual intervention, with who did what to it and how it stands now. ts is when it was
-- proposed. The first proposal is the one that counts, and of approvals and rejections the first: an approval by whoever
-- proposed it is none where two persons are needed, nor is one of other terms than were proposed. Queries of this package
-- ask how one stood at another time by the same columns.
CREATE OR REPLACE VIEW {database}.intervention_states {on_cluster} AS
SELECT
  id,
  first.ts AS ts,
  toString(first.service) AS service,
  first.terms.kind AS kind,
  first.terms.surface AS surface,
  toString(first.terms.outlet) AS outlet,
  toString(first.terms.algorithm) AS algorithm,
  lower(hex(first.item)) AS item,
  first.terms.item_id AS item_id,
  first.terms.rank AS rank,
  first.terms.factor AS factor,
  toString(first.terms.reason) AS reason,
  toString(first.terms.ticket) AS ticket,
  first.terms.valid_from AS valid_from,
  first.terms.valid_to AS valid_to,
  first.terms.two_persons AS two_persons,
  if(first.step = 'proposed', toString(first.actor), '') AS proposed_by,
  if(empty(approvals), NULL, approvals[1].1) AS approved_at,
  if(empty(approvals), '', toString(approvals[1].2)) AS approved_by,
  if(empty(rejections), NULL, rejections[1].1) AS rejected_at,
  if(empty(rejections), '', toString(rejections[1].2)) AS rejected_by,
  if(empty(revocations), NULL, revocations[1].1) AS revoked_at,
  if(empty(revocations), '', toString(revocations[1].2)) AS revoked_by,
  multiIf(
    revoked_at IS NOT NULL, 'revoked',
    rejected_at IS NOT NULL AND (approved_at IS NULL OR rejected_at <= approved_at), 'rejected',
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
    argMin(step_taken, tuple(step_taken.step != 'proposed', step_taken.ts, step_taken.actor, writer, epoch, seq)) AS first,
    arraySort(groupArrayIf((step_taken.ts, step_taken.actor, step_taken.terms), step_taken.step = 'approved')) AS approvers,
    arrayFilter(
      approval -> first.step = 'proposed' AND approval.3 = first.terms
        AND NOT (first.terms.two_persons AND approval.2 = first.actor),
      approvers
    ) AS approvals,
    arraySort(groupArrayIf((step_taken.ts, step_taken.actor), step_taken.step = 'rejected')) AS rejections,
    arraySort(groupArrayIf((step_taken.ts, step_taken.actor), step_taken.step = 'revoked')) AS revocations
  FROM
  (
    SELECT
      id, writer, epoch, seq,
      CAST(
        tuple(
          ts, service, step, actor, item,
          tuple(kind, surface, outlet, algorithm, item_id, rank, factor, reason, ticket, valid_from, valid_to, two_persons)
        ),
        'Tuple(ts DateTime64(3, \'UTC\'), service String, step String, actor String, item FixedString(8), terms Tuple(kind String, surface String, outlet String, algorithm String, item_id String, rank UInt16, factor Float32, reason String, ticket String, valid_from DateTime64(3, \'UTC\'), valid_to DateTime64(3, \'UTC\'), two_persons Bool))'
      ) AS step_taken
    FROM {database}.interventions
  )
  GROUP BY id
)
