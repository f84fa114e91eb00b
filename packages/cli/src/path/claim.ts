import type { Claim } from "@probity/clickhouse";

import { formatDuration } from "../language/format.ts";
import type { TreeNode } from "../terminal/tree.ts";
import { isZero } from "./header.ts";
import { joined, type View } from "./view.ts";

/** When it started by its own clock, and whether more than its word says that it was a part of the decision. */
export function claimOf(claim: Claim, tookUs: number, decisionTrace: string, view: View): string {
  const { texts, style } = view;
  const { isBorneOut, startMs } = claim;
  const unproven = isZero(decisionTrace) ? texts.noTrace : texts.otherTrace;
  return joined(
    texts.byItsClock(signed(startMs), formatDuration(tookUs)),
    isBorneOut ? texts.sameTrace : style.notable(unproven),
  );
}

/** What the clocks must be off by for its time to lie in the decision's; nothing where it lies there. */
export function clockNodes({ shiftMs, shiftsMs }: Claim, { texts, style }: View): TreeNode[] {
  if (shiftMs === 0) return [];
  if (shiftMs === null || shiftsMs === null) return [{ text: style.notable(texts.clockLonger) }];
  const [lowest, highest] = shiftsMs;
  const farthest = shiftMs === lowest ? highest : lowest;
  return [
    {
      text: style.notable(
        texts.clockShifted(signed(shiftMs), farthest === null ? undefined : signed(farthest)),
      ),
    },
  ];
}

function signed(ms: number): string {
  return `${ms < 0 ? "-" : "+"}${formatDuration(Math.round(Math.abs(ms) * 1000))}`;
}
