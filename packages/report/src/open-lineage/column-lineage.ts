import type { ReportedFeature, ReportedPath } from "../reported-path.ts";
import { isZero } from "../reported-path.ts";
import { fieldOf, ownNamespace, type ReadSource } from "./datasets.ts";
import type { Facet } from "./event.ts";
import { standardFacet } from "./facet.ts";

/** What is known of how an input came into an output. */
interface Transformation {
  readonly type: "DIRECT" | "INDIRECT";
  readonly subtype: "CONDITIONAL" | "FILTER" | "SORT" | "TRANSFORMATION";
  readonly description: string;
  readonly masking: boolean;
}

interface InputField {
  readonly namespace: string;
  readonly name: string;
  readonly field: string;
  readonly transformations: readonly Transformation[];
}

/** Fields of what was delivered: the pseudonyms, the place in the list, and the score where one was given. */
export function outputFields({ decision }: ReportedPath): readonly string[] {
  const isScored = decision.items.some(({ score }) => !Number.isNaN(score));
  return [...(isZero(decision.subject) ? [] : ["subject"]), "item", "rank", ...(isScored ? ["score"] : [])];
}

/**
 * Which inputs went into which fields. A feature that was used goes into rank and score. One that is there for protection
 * alone, one of an algorithm that retrieves, and a person's intervention influence the list as a whole.
 */
export function columnLineage(path: ReportedPath, read: readonly ReadSource[]): Facet {
  const used = read.flatMap((each) =>
    each.source.features.map((feature) => inputFieldOf(each, feature, path)),
  );
  const direct = used.filter(({ transformations }) => transformations.some(({ type }) => type === "DIRECT"));
  const indirect = [...used.filter((each) => !direct.includes(each)), ...interventionFields(path)];
  const ranked =
    direct.length === 0 ? [] : outputFields(path).filter((name) => name === "rank" || name === "score");
  return standardFacet("ColumnLineageDatasetFacet", {
    fields: {
      ...Object.fromEntries(ranked.map((name) => [name, { inputFields: direct }])),
      ...subjectLineage(path),
    },
    ...(indirect.length > 0 && { dataset: indirect }),
  });
}

function inputFieldOf(
  { namespace, name, source }: ReadSource,
  feature: ReportedFeature,
  { decision }: ReportedPath,
): InputField {
  const description = `observed: ${feature.how.join(", ")}`;
  const transformation = { ...kindOf(feature, decision), description, masking: false };
  return { namespace, name, field: fieldOf(feature, source), transformations: [transformation] };
}

function kindOf(
  { purposes }: ReportedFeature,
  { algorithm_type: type }: ReportedPath["decision"],
): Pick<Transformation, "subtype" | "type"> {
  const isProtective = purposes.length > 0 && purposes.every((purpose) => purpose === "safety");
  if (isProtective) return { type: "INDIRECT", subtype: "CONDITIONAL" };
  if (type === "retrieval") return { type: "INDIRECT", subtype: "FILTER" };
  return { type: "DIRECT", subtype: "TRANSFORMATION" };
}

/** What people did to the list: moved things in it, or took out and put in. */
function interventionFields({ decision }: ReportedPath): InputField[] {
  const kinds = [...new Set(decision.interventions.map(({ kind }) => kind))];
  return kinds.map((kind) => ({
    namespace: ownNamespace(decision.service),
    name: "interventions",
    field: kind,
    transformations: [
      {
        type: "INDIRECT",
        subtype: ["block", "insert", "remove"].includes(kind) ? "FILTER" : "SORT",
        description: "manual intervention",
        masking: false,
      },
    ],
  }));
}

/** Whom it was for is there as a keyed pseudonym only. */
function subjectLineage({ decision }: ReportedPath): Readonly<Record<string, unknown>> {
  if (isZero(decision.subject)) return {};
  const transformation: Transformation = {
    type: "DIRECT",
    subtype: "TRANSFORMATION",
    description: "HMAC-SHA256 with a key of the service",
    masking: true,
  };
  const { namespace, name } = requestOf(decision);
  const field: InputField = { namespace, name, field: "subject.id", transformations: [transformation] };
  return { subject: { inputFields: [field] } };
}

/** The data set that stands for what came with the request. */
export function requestOf({ service, route }: ReportedPath["decision"]): {
  readonly namespace: string;
  readonly name: string;
} {
  return { namespace: ownNamespace(service), name: `request ${route}`.trim() };
}
