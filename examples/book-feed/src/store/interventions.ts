import type { Pool } from "pg";
import type { Adjustment } from "../recommend/intervene.ts";

/** The places where a ranking is shown; each is served by the algorithm of the same name. */
export type Surface = "feed" | "hot" | "search";

/** What an operator asks for, as the admin API takes it. */
export type InterventionRequest = Adjustment & {
  readonly surface: Surface;
  readonly operator: string;
  readonly approver: string | undefined;
  readonly reason: string;
  readonly ticket: string | undefined;
  readonly validFrom: Date;
  /** The intervention ends before this moment; `undefined` for no end. */
  readonly validTo: Date | undefined;
};

/** An intervention on record. It is never changed or deleted, only revoked. */
export type Intervention = InterventionRequest & {
  readonly id: number;
  readonly revokedAt: Date | undefined;
  readonly revokedBy: string | undefined;
};

/** The ledger of interventions. */
export interface InterventionTable {
  readonly add: (request: InterventionRequest) => Promise<Intervention>;
  /** All of them, oldest first. */
  readonly list: () => Promise<readonly Intervention[]>;
  /** Those on a surface that are valid at this moment and not revoked, oldest first. */
  readonly active: (surface: Surface, at: Date) => Promise<readonly Intervention[]>;
  /** Ends an intervention now; one already revoked stays as it was. `undefined` if there is no such id. */
  readonly revoke: (id: number, operator: string, at: Date) => Promise<Intervention | undefined>;
}

interface InterventionRow {
  readonly id: number;
  readonly kind: Intervention["kind"];
  readonly surface: Surface;
  readonly isbn: string;
  readonly position: number | null;
  readonly factor: number | null;
  readonly operator: string;
  readonly approver: string | null;
  readonly reason: string;
  readonly ticket: string | null;
  readonly valid_from: Date;
  readonly valid_to: Date | null;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
}

const queries = {
  add: `INSERT INTO interventions
          (kind, surface, isbn, position, factor, operator, approver, reason, ticket, valid_from, valid_to)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *`,
  list: `SELECT * FROM interventions ORDER BY id`,
  active: `SELECT * FROM interventions
        WHERE surface = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) AND revoked_at IS NULL
        ORDER BY id`,
  revoke: `UPDATE interventions SET
          revoked_by = CASE WHEN revoked_at IS NULL THEN $2 ELSE revoked_by END,
          revoked_at = coalesce(revoked_at, $3::timestamptz)
        WHERE id = $1 RETURNING *`,
};

/** @internal The ledger's queries, each prepared once for a connection. */
export function createInterventionTable(pool: Pool): InterventionTable {
  const run = async (name: keyof typeof queries, values: unknown[]): Promise<Intervention[]> => {
    const query = { name: `interventions ${name}`, text: queries[name], values };
    const { rows } = await pool.query<InterventionRow>(query);
    return rows.map(toIntervention);
  };

  return {
    add: async (request) => {
      const { kind, surface, isbn, operator, approver, reason, ticket, validFrom, validTo } = request;
      const position = "position" in request ? request.position : undefined;
      const factor = "factor" in request ? request.factor : undefined;
      const values = [
        kind,
        surface,
        isbn,
        position,
        factor,
        operator,
        approver,
        reason,
        ticket,
        validFrom,
        validTo,
      ];
      const [added] = await run("add", values);
      if (added === undefined) throw new Error("INSERT … RETURNING gave no row");
      return added;
    },
    list: () => run("list", []),
    active: (surface, at) => run("active", [surface, at]),
    revoke: async (id, operator, at) => (await run("revoke", [id, operator, at]))[0],
  };
}

function toIntervention(row: InterventionRow): Intervention {
  return {
    id: row.id,
    ...adjustmentOf(row),
    surface: row.surface,
    operator: row.operator,
    approver: row.approver ?? undefined,
    reason: row.reason,
    ticket: row.ticket ?? undefined,
    validFrom: row.valid_from,
    validTo: row.valid_to ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    revokedBy: row.revoked_by ?? undefined,
  };
}

function adjustmentOf({ kind, isbn, position, factor }: InterventionRow): Adjustment {
  switch (kind) {
    case "pin":
    case "insert":
      return { kind, isbn, position: position ?? 1 };
    case "boost":
    case "demote":
      return { kind, isbn, factor: factor ?? 1 };
    case "remove":
      return { kind, isbn };
  }
}
