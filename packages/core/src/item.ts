import type { InputCheck } from "./input-check.ts";

/** One delivered item. */
export interface Item {
  /** The item's id. Stored as a keyed pseudonym. */
  readonly id: string;
  /** The score it was ranked by. @default none */
  readonly score?: number | undefined;
  /** Any of {@link ITEM_FLAGS}. @default [] */
  readonly flags?: readonly ItemFlag[] | undefined;
}

/**
 * What may be true of an item, as bits of the record's `flags`. Those from `induces_bad_conduct` to `misuses_minors_data`
 * are the classes of content that may affect minors' health (可能影响未成年人身心健康的网络信息分类办法).
 */
export const ITEM_FLAGS = {
  ad: 1,
  ad_labelled: 2,
  synthetic: 4,
  synthetic_labelled: 8,
  induces_bad_conduct: 16,
  harms_values: 32,
  misuses_minors_image: 64,
  misuses_minors_data: 128,
  fraud_suspected: 256,
  unlisted_news: 512,
  paid_ranking: 1024,
  fan_support: 2048,
  own_product: 4096,
} as const;

export type ItemFlag = keyof typeof ITEM_FLAGS;

/** The bits of a list of flags; an unknown flag is no bit, and is noted. */
export function flagBits(flags: unknown, check: InputCheck): number {
  if (!Array.isArray(flags)) {
    check.noteBadInput("item.flags");
    return 0;
  }
  let bits = 0;
  for (const flag of flags as readonly unknown[]) {
    const bit = BITS.get(flag);
    if (bit === undefined) check.noteBadInput("item.flags");
    else bits |= bit;
  }
  return bits;
}

const BITS: ReadonlyMap<unknown, number> = new Map(Object.entries(ITEM_FLAGS));
