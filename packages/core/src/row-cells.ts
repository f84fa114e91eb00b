import type { Algorithm, Outlet } from "./algorithm.ts";
import { EncodedCells, FeatureCells, RawCell } from "./cells.ts";
import type { DecisionResult } from "./decision.ts";
import type { ByteWriter } from "./record/byte-writer.ts";
import { decisionRecord, type DecisionRow } from "./record/decision-record.ts";
import type { SelfEncoding } from "./record/record-table.ts";
import type { RecordedDecision } from "./recorded-decision.ts";
import type { Finding } from "./rule-port.ts";

const NIL_UUID = "00000000-0000-0000-0000-000000000000";

export const NO_CONTEXT: SelfEncoding = EncodedCells.of({
  trace_id: "0".repeat(32),
  span_id: "0".repeat(16),
  parent: NIL_UUID,
});

export const NO_OUTLET: SelfEncoding = EncodedCells.of({
  outlet: "",
  product: "",
  form: "other",
  access_path: [],
  function: "",
  surface: "other",
});

const NOBODY = EncodedCells.of({ subject: "0".repeat(64), key_id: "" });
const NONE: readonly never[] = [];

export function writerCells(writer: string, epoch: number, service: string, catalog: string): SelfEncoding {
  return EncodedCells.of({ writer, epoch, service, catalog });
}

export function algorithmCells(algorithm: Algorithm, rules: string): SelfEncoding {
  const { id, version, type, filing = "", serviceClass = "general" } = algorithm;
  return EncodedCells.of({
    algorithm: id,
    version,
    algorithm_type: type,
    filing,
    service_class: serviceClass,
    rules,
  });
}

export function outletCells(outlet: Outlet): SelfEncoding {
  const { id, product, form, path = [], surface } = outlet;
  return EncodedCells.of({ outlet: id, product, form, access_path: path, function: outlet.function, surface });
}

/** Throws where the trace context is not of the W3C form. */
export function contextCells(
  trace: { readonly traceId: string; readonly spanId: string } | undefined,
  parent: string | undefined,
): SelfEncoding {
  return EncodedCells.of({
    trace_id: trace?.traceId ?? "0".repeat(32),
    span_id: trace?.spanId ?? "0".repeat(16),
    parent: parent ?? NIL_UUID,
  });
}

/** What a row holds beside the decision itself. */
interface RowExtras extends DecisionResult {
  readonly seq: number;
  readonly findings: readonly Finding[];
  readonly isPersonalised: boolean;
}

const at = Object.fromEntries(
  decisionRecord.columnNames().map((name, position) => [name, position]),
) as Readonly<Record<keyof DecisionRow, number>>;

/** Lays a closed decision out as cells, in one array that is used again for each row. */
export class CellRow {
  readonly #cells: unknown[] = new Array<unknown>(decisionRecord.columnNames().length).fill(0);

  constructor(writer: SelfEncoding) {
    this.#cells[at.writer] = writer;
  }

  encode(to: ByteWriter, decision: RecordedDecision, extras: RowExtras): void {
    const cells = this.#cells;
    const tookUs = decision.elapsedUs();
    cells[at.id] = decision.uuid;
    cells[at.ts] = decision.openedAt;
    cells[at.seq] = extras.seq;
    cells[at.took_us] = Math.min(Math.max(0, Math.round(tookUs)), 0xffff_ffff);
    cells[at.trace_id] = decision.opening.contextCells;
    cells[at.route] = decision.opening.route;
    cells[at.algorithm] = decision.opening.algorithmCells;
    cells[at.purpose] = decision.purpose;
    cells[at.outlet] = decision.opening.outletCells;
    this.#fillSubject(decision);
    cells[at.features_read] = new FeatureCells(decision.bits);
    cells[at.unregistered] = decision.unregistered;
    cells[at.personalised] = extras.isPersonalised;
    cells[at.tags_used] = Math.min(decision.tagsUsed.length, 0xffff);
    cells[at.calls] = decision.calls;
    cells[at.items] = decision.items;
    cells[at.interventions] = decision.interventions;
    cells[at.findings] = extras.findings;
    cells[at.outcome] = extras.outcome ?? "delivered";
    cells[at.status] = extras.status ?? 0;
    cells[at.input_faults] = decision.inputFaults.length === 0 ? NONE : decision.inputFaults;
    decisionRecord.encodeCells(to, cells);
  }

  #fillSubject({ pseudonym, subject }: RecordedDecision): void {
    const cells = this.#cells;
    cells[at.subject] = pseudonym ? new RawCell(pseudonym.bytes) : NOBODY;
    if (pseudonym) cells[at.key_id] = pseudonym.keyId;
    cells[at.age_band] = subject.ageBand;
    cells[at.age_source] = subject.ageSource;
    cells[at.minor_mode] = subject.minorMode;
    cells[at.elder_mode] = subject.elderMode;
    cells[at.guardian_consent] = subject.guardianConsent;
    cells[at.guardian_exempt] = subject.guardianExempt;
    cells[at.minor_rules] = subject.minorRules;
    cells[at.consent_version] = subject.consentVersion;
    cells[at.separate_consents] = subject.separateConsents;
    cells[at.consent_withdrawn_at] = subject.consentWithdrawnAt;
    cells[at.personalisation_off] = subject.personalisationOff;
    cells[at.personalisation_off_at] = subject.personalisationOffAt;
    cells[at.deleted_tags] = Math.min(subject.deletedTags.length, 0xffff);
  }
}
