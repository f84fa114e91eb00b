import type { OutletMapping } from "@probity/core";
import type { RequestRecorder, RouteBinding } from "./options.ts";
import type { RequestValues } from "./request-value.ts";

/** The id of the outlet at which a request was made. What it says itself is nothing but compared. Never throws. */
export function outletOf(
  outlet: RouteBinding["outlet"],
  values: RequestValues,
  recorder: Pick<RequestRecorder, "fault" | "hasOutlet">,
  badInput: (name: string) => void,
): string | undefined {
  if (typeof outlet !== "object") return outlet;
  try {
    const said = values(outlet)?.map((text) => text.trim());
    const [word = "", ...more] = said ?? [];
    const id = more.length > 0 ? undefined : idOf(word, outlet, recorder);
    const isSilent = said !== undefined && word === "" && more.length === 0;
    if (id === undefined && !isSilent) badInput("outlet");
    return id ?? outlet.default;
  } catch (fault) {
    recorder.fault("http.outlet", fault);
    return outlet.default;
  }
}

function idOf(
  word: string,
  { map }: OutletMapping,
  recorder: Pick<RequestRecorder, "hasOutlet">,
): string | undefined {
  if (map) return Object.hasOwn(map, word) ? map[word] : undefined;
  return recorder.hasOutlet(word) ? word : undefined;
}
