import { disparateTreatmentRatio, exposureByGroup, type RankedList, seededRandom } from "../../src/index.ts";

/** How the works of new authors fare, in a log of lists: best first, with the score of each. */
export function newAuthors(lists: readonly RankedList[]): string {
  const [first] = exposureByGroup(lists);
  const ratio = disparateTreatmentRatio(lists, {
    group: "new",
    reference: "known",
    random: seededRandom("authors"),
  });
  if (!ratio) return "there are too few lists, or scores are not known";
  return `${first?.group}: ${first?.share}; new authors get ${ratio.value} (${ratio.low} to ${ratio.high}) times the attention`;
}
