import { KINDS } from "./choice.ts";
import type { MarkReading } from "./resolve-choices.ts";

/** What is on record for a user, by scope. */
export interface ChoiceState {
  readonly personalisation: readonly {
    /** Empty: every one. */
    readonly outlet: string;
    readonly off: boolean;
    /** Milliseconds since the epoch. */
    readonly since: number;
  }[];
  readonly consents: readonly {
    readonly outlet: string;
    /** Empty: consent as a whole. */
    readonly code: string;
    readonly version: string;
    readonly given: boolean;
    readonly since: number;
  }[];
  /** Tags are known by pseudonyms alone. */
  readonly tags: { readonly deleted: number; readonly blocked: number };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @internal */
export function stateOf(head: number, { marks, outlets, codes, versions }: MarkReading): ChoiceState {
  const personalisation: ChoiceState["personalisation"][number][] = [];
  const consents: ChoiceState["consents"][number][] = [];
  const tags: Writable<ChoiceState["tags"]> = { deleted: 0, blocked: 0 };
  for (let mark = head; mark >= 0; mark = marks.next(mark)) {
    const { kind, group } = KINDS[marks.kind[mark] ?? 0] ?? {};
    const outlet = outlets.nameOf(marks.outlet[mark] ?? 0);
    const since = marks.chosenAt[mark] ?? 0;
    if (group === "personalisation")
      personalisation.push({ outlet, off: kind === "personalisation_off", since });
    if (group === "consent") {
      const code = codes.nameOf(marks.first[mark] ?? 0);
      const version = versions.nameOf(marks.version[mark] ?? 0);
      consents.push({ outlet, code, version, given: kind === "consent_given", since });
    }
    if (kind === "tag_deleted") tags.deleted += 1;
    if (kind === "tag_blocked") tags.blocked += 1;
  }
  return {
    personalisation: personalisation.toSorted((a, b) => compare(a.outlet, b.outlet)),
    consents: consents.toSorted((a, b) => compare(a.code, b.code) || compare(a.outlet, b.outlet)),
    tags,
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
