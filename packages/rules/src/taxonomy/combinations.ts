import type { Bilingual } from "../rule.ts";
import { type CodeSource, from } from "./sensitivity-code.ts";

/** Kinds of data that none is sensitive alone, and that are taken to be sensitive together (SPI.AGG). */
export interface CodeCombination {
  /** `AGG.` and a word. */
  readonly id: string;
  /** One code of each part has to be there. */
  readonly parts: readonly (readonly string[])[];
  readonly why: Bilingual;
  readonly source: readonly CodeSource[];
}

// That data can be sensitive as a whole is in the standard; which data that is is not. Browsing together with purchases
// is left out on purpose: nearly every recommender has both, and a rule that always speaks says nothing.
const ours = [
  from("GB/T 45574-2025, aggregation principle", "V2"),
  from("the combination is ours", "I"),
] as const;

/** The combinations that rule S06 looks for. */
export const codeCombinations: readonly CodeCombination[] = [
  {
    id: "AGG.WHEREABOUTS",
    parts: [["LEG.COARSELOC"], ["LEG.LODGING"]],
    why: {
      zh: "所在城市或 IP 与住宿记录合在一起，近于行踪轨迹。",
      en: "City or address on the network, together with lodgings, come close to a trajectory.",
    },
    source: ours,
  },
  {
    id: "AGG.FINANCES",
    parts: [["LEG.ID"], ["LEG.PROP"]],
    why: {
      zh: "证件号码与财产、信贷或消费记录合在一起，可据以了解特定个人的财务状况。",
      en: "The number of a document, together with property, credit or purchases, tell the finances of a known person.",
    },
    source: ours,
  },
  {
    id: "AGG.RELATIONS",
    parts: [["LEG.COMM"], ["LEG.CONTACT"]],
    why: {
      zh: "通信内容或记录与通讯录合在一起，可还原个人的社会关系。",
      en: "Communications, together with contacts, show a person's relations whole.",
    },
    source: ours,
  },
  {
    id: "AGG.PRIVATE_LIFE",
    parts: [["LEG.MARRIAGE"], ["LEG.LODGING", "LEG.CONTACT", "LEG.COMM"]],
    why: {
      zh: "婚史与住宿、通讯录或通信记录合在一起，可据以了解私人生活。",
      en: "Marital history, together with lodgings, contacts or communications, tell of a private life.",
    },
    source: ours,
  },
];
