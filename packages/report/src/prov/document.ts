/** A value of PROV-JSON: plain, or with its type. */
export type ProvLiteral = boolean | number | string | { readonly $: string; readonly type: string };

export type ProvAttributes = Readonly<Record<string, ProvLiteral | readonly ProvLiteral[]>>;

type Section = Readonly<Record<string, ProvAttributes>>;

/** Relations that are written, with the roles that each ties together, as PROV-DM has them. */
const ROLES = {
  used: ["prov:activity", "prov:entity"],
  wasGeneratedBy: ["prov:entity", "prov:activity"],
  wasDerivedFrom: ["prov:generatedEntity", "prov:usedEntity"],
  wasInformedBy: ["prov:informed", "prov:informant"],
  wasAssociatedWith: ["prov:activity", "prov:agent"],
  wasAttributedTo: ["prov:entity", "prov:agent"],
  actedOnBehalfOf: ["prov:delegate", "prov:responsible"],
} as const;

type Relation = keyof typeof ROLES;

/** A document in PROV-JSON. */
export interface ProvDocument extends Partial<Readonly<Record<Relation, Section>>> {
  readonly prefix: Readonly<Record<string, string>>;
  readonly entity: Section;
  readonly activity: Section;
  readonly agent: Section;
}

const PREFIXES = {
  probity: "urn:probity:",
  prov: "http://www.w3.org/ns/prov#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};

/** Gathers what a document says; a thing that is told of twice is there once. */
export class ProvBuilder {
  readonly #things: Record<"activity" | "agent" | "entity", Record<string, ProvAttributes>> = {
    entity: {},
    activity: {},
    agent: {},
  };
  readonly #relations: Map<Relation, Record<string, ProvAttributes>> = new Map();
  #count = 0;

  /** Tells of a thing, and gives its name back. */
  add(kind: "activity" | "agent" | "entity", name: string, attributes: ProvAttributes): string {
    this.#things[kind][name] ??= attributes;
    return name;
  }

  /** Ties two things together, in the order of the relation's own name: who was generated, by what. */
  relate(relation: Relation, from: string, to: string, attributes: ProvAttributes = {}): void {
    const [first, second] = ROLES[relation];
    const known = this.#relations.get(relation) ?? {};
    this.#count += 1;
    known[`_:r${this.#count}`] = { [first]: from, [second]: to, ...attributes };
    this.#relations.set(relation, known);
  }

  get document(): ProvDocument {
    return { prefix: PREFIXES, ...this.#things, ...Object.fromEntries(this.#relations) };
  }
}

/** A name in our namespace; whatever a part is made of, the whole can stand in a URI. */
export function named(kind: string, ...parts: readonly string[]): string {
  return `probity:${[kind, ...parts.map(encodeURIComponent)].join("/")}`;
}

/** A type, which is a name. */
export function typed(name: string): ProvLiteral {
  return { $: name, type: "xsd:QName" };
}
