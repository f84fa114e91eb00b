import type { SpoolPort } from "../../src/index.ts";

/** A spool of which a test says what becomes of it; anything else that is done with it is a mistake. */
export function fakeSpool(answers: Partial<SpoolPort> = {}): SpoolPort {
  const unexpected = (name: string) => () =>
    Promise.reject(new Error(`${name} was not expected to be called`));
  return {
    listQuarantine: () => {
      throw new Error("listQuarantine was not expected to be called");
    },
    replayArchive: unexpected("replayArchive"),
    replayQuarantine: unexpected("replayQuarantine"),
    shipSpool: unexpected("shipSpool"),
    ...answers,
  };
}
