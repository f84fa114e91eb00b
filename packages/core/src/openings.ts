import type { Algorithm, Outlet } from "./algorithm.ts";
import type { Catalog } from "./catalog.ts";
import { type InputCheck, isName, text } from "./input-check.ts";
import { type AlgorithmTally, type CompiledAlgorithm, type Opening, openingCells } from "./opening.ts";
import { decisionColumns } from "./record/decision-columns.ts";
import type { Purpose } from "./record/decision-record.ts";
import type { OpenOptions } from "./recorder-options.ts";
import type { JudgeFactory } from "./rule-port.ts";

/** Openings remembered for one algorithm; what comes after is made anew each time. */
const MOST_REMEMBERED = 64;

/** What tells one opening from another, as it was handed in. */
type Given = Pick<OpenOptions, "outlet" | "purpose" | "route">;

interface Remembered {
  readonly given: Given;
  readonly opening: Opening;
}

/** What the recorder's options make of the algorithms and outlets. */
export interface OpeningsOptions {
  readonly catalog: Catalog;
  readonly algorithms: readonly Algorithm[];
  readonly outlets: readonly Outlet[];
  readonly judge: JudgeFactory | undefined;
}

/** Makes what decisions are opened with, and remembers it: a service has few routes and many requests. */
export class Openings {
  readonly #catalog: Catalog;
  readonly #judge: JudgeFactory | undefined;
  readonly #algorithms: ReadonlyMap<string, CompiledAlgorithm>;
  readonly #outlets: ReadonlyMap<string, Outlet>;
  readonly #remembered: Map<string, Remembered[]> = new Map();
  readonly #unknown: AlgorithmTally = { name: "", recorded: 0 };
  readonly #unknownByPurpose: Map<Purpose, CompiledAlgorithm> = new Map();

  /** Throws a `CoreError` where something of an algorithm or an outlet can't be recorded. */
  constructor({ catalog, algorithms, outlets, judge }: OpeningsOptions) {
    this.#catalog = catalog;
    this.#judge = judge;
    this.#algorithms = new Map(
      algorithms.map((each) => [each.id, this.#compile(each, { name: each.id, recorded: 0 })]),
    );
    this.#outlets = new Map(outlets.map((outlet) => [outlet.id, outlet]));
    for (const algorithm of this.#algorithms.keys()) this.#make({ algorithm });
    const compiled = { algorithm: NO_ALGORITHM, judge: undefined, tally: this.#unknown };
    for (const outlet of outlets) openingCells({ compiled, outlet, purpose: "content", route: "" });
  }

  /** How many decisions were recorded, by algorithm; those of algorithms that nobody configured are one. */
  get tallies(): readonly AlgorithmTally[] {
    return [...Array.from(this.#algorithms.values(), ({ tally }) => tally), this.#unknown];
  }

  hasOutlet(id: string): boolean {
    return this.#outlets.has(id);
  }

  of(options: OpenOptions): Opening {
    const known = this.#remembered.get(options.algorithm);
    if (known) {
      for (const { given, opening } of known) {
        if (
          given.route === options.route &&
          given.outlet === options.outlet &&
          given.purpose === options.purpose
        ) {
          return opening;
        }
      }
    }
    const opening = this.#make(options);
    const { outlet, purpose, route } = options;
    const remembered = known ?? [];
    // Only what is configured: names that are not have no bound.
    if (remembered.length < MOST_REMEMBERED && opening.faults.length === 0) {
      remembered.push({ given: { outlet, purpose, route }, opening });
      this.#remembered.set(options.algorithm, remembered);
    }
    return opening;
  }

  #make(options: OpenOptions): Opening {
    const faults: string[] = [];
    const check: InputCheck = { noteBadInput: (name) => void faults.push(name) };
    const configured = this.#algorithms.get(options.algorithm);
    if (!configured) check.noteBadInput("algorithm");
    const compiled = configured ?? this.#compileUnknown(options);
    const outlet = this.#outlets.get(options.outlet ?? "");
    if (options.outlet !== undefined && !outlet) check.noteBadInput("outlet");
    const purpose = isPurpose(options.purpose) ? options.purpose : compiled.algorithm.purpose;
    if (options.purpose !== undefined && purpose !== options.purpose) check.noteBadInput("purpose");
    const parts = { compiled, outlet, purpose, route: text(options.route, "route", check) };
    return { ...parts, faults, cells: openingCells(parts) };
  }

  #compile(algorithm: Algorithm, tally: AlgorithmTally): CompiledAlgorithm {
    return { algorithm, judge: this.#judge?.({ catalog: this.#catalog, algorithm }), tally };
  }

  // The rules are made ready once for all algorithms that nobody configured: they differ in their name only.
  #compileUnknown({ algorithm: id, purpose: given }: OpenOptions): CompiledAlgorithm {
    const purpose = isPurpose(given) ? given : "content";
    const unknown: Algorithm = { id: isName(id) ? id : "?", version: "", type: "unknown", purpose };
    let compiled = this.#unknownByPurpose.get(purpose);
    if (!compiled) this.#unknownByPurpose.set(purpose, (compiled = this.#compile(unknown, this.#unknown)));
    return { ...compiled, algorithm: unknown };
  }
}

const NO_ALGORITHM: Algorithm = { id: "", version: "", type: "unknown", purpose: "content" };

function isPurpose(given: unknown): given is Purpose {
  return typeof given === "string" && Object.hasOwn(decisionColumns.purpose.type.enum8, given);
}
