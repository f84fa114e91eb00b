import type { Algorithm, Outlet } from "./algorithm.ts";
import type { Catalog } from "./catalog.ts";
import { type InputCheck, isName, text } from "./input-check.ts";
import {
  type AlgorithmTally,
  type CompiledAlgorithm,
  type Opening,
  openingCells,
  openingDetails,
} from "./opening.ts";
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

type Known = Pick<CompiledAlgorithm, "algorithm" | "tally">;

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
  #judge: JudgeFactory | undefined;
  readonly #algorithms: ReadonlyMap<string, Known>;
  readonly #outlets: ReadonlyMap<string, Outlet>;
  readonly #remembered: Map<string, Remembered[]> = new Map();
  readonly #unknown: AlgorithmTally = { name: "", recorded: 0 };
  /** By algorithm, or purpose where nobody configured it, and outlet. */
  #compiled: Map<string, CompiledAlgorithm> = new Map();

  /** Throws a `CoreError` where something of an algorithm or an outlet can't be recorded. */
  constructor({ catalog, algorithms, outlets, judge }: OpeningsOptions) {
    this.#catalog = catalog;
    this.#judge = judge;
    this.#algorithms = new Map(
      algorithms.map((algorithm) => [
        algorithm.id,
        { algorithm, tally: { name: algorithm.id, recorded: 0 } },
      ]),
    );
    this.#outlets = new Map(outlets.map((outlet) => [outlet.id, outlet]));
    this.#prepare();
    const compiled = { algorithm: NO_ALGORITHM, judge: undefined, tally: this.#unknown };
    for (const outlet of outlets) openingCells({ compiled, outlet, purpose: "content", route: "" });
  }

  /** How many decisions were recorded, by algorithm; those of algorithms that nobody configured are one. */
  get tallies(): readonly AlgorithmTally[] {
    return [...Array.from(this.#algorithms.values(), ({ tally }) => tally), this.#unknown];
  }

  /** Has the rules made ready anew, by another factory, for what is opened from now on. What throws changes nothing. */
  rejudge(judge: JudgeFactory): void {
    const before = { judge: this.#judge, compiled: this.#compiled };
    this.#judge = judge;
    this.#compiled = new Map();
    try {
      this.#prepare();
    } catch (fault) {
      this.#judge = before.judge;
      this.#compiled = before.compiled;
      throw fault;
    }
    this.#remembered.clear();
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

  /** Makes the rules ready for all that is configured, so that nothing of it goes wrong while requests are served. */
  #prepare(): void {
    for (const algorithm of this.#algorithms.keys())
      for (const outlet of [undefined, ...this.#outlets.keys()]) this.#make({ algorithm, outlet });
  }

  #make(options: OpenOptions): Opening {
    const faults: string[] = [];
    const check: InputCheck = { noteBadInput: (name) => void faults.push(name) };
    const configured = this.#algorithms.get(options.algorithm);
    if (!configured) check.noteBadInput("algorithm");
    const outlet = this.#outlets.get(options.outlet ?? "");
    const compiled = configured ? this.#compile(configured, outlet) : this.#compileUnknown(options, outlet);
    if (options.outlet !== undefined && !outlet) check.noteBadInput("outlet");
    const purpose = isPurpose(options.purpose) ? options.purpose : compiled.algorithm.purpose;
    if (options.purpose !== undefined && purpose !== options.purpose) check.noteBadInput("purpose");
    const parts = { compiled, outlet, purpose, route: text(options.route, "route", check) };
    return { ...parts, faults, details: openingDetails(compiled), cells: openingCells(parts) };
  }

  #compile(known: Known, outlet: Outlet | undefined, name = `=${known.algorithm.id}`): CompiledAlgorithm {
    const key = `${name}\n${outlet?.id ?? ""}`;
    const ready = this.#compiled.get(key);
    if (ready) return ready;
    const { algorithm } = known;
    const judge = this.#judge?.({ catalog: this.#catalog, algorithm, outlet });
    const compiled = { ...known, judge };
    this.#compiled.set(key, compiled);
    return compiled;
  }

  // The rules are made ready once for all algorithms that nobody configured: they differ in their name only.
  #compileUnknown(
    { algorithm: id, purpose: given }: OpenOptions,
    outlet: Outlet | undefined,
  ): CompiledAlgorithm {
    const purpose = isPurpose(given) ? given : "content";
    const unknown: Algorithm = { id: isName(id) ? id : "?", version: "", type: "unknown", purpose };
    const compiled = this.#compile({ algorithm: unknown, tally: this.#unknown }, outlet, purpose);
    return { ...compiled, algorithm: unknown };
  }
}

const NO_ALGORITHM: Algorithm = { id: "", version: "", type: "unknown", purpose: "content" };

function isPurpose(given: unknown): given is Purpose {
  return typeof given === "string" && Object.hasOwn(decisionColumns.purpose.type.enum8, given);
}
