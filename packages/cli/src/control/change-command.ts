import { defineCommand, type Command, type Parameters, type ValuesOf } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { controlTexts } from "../language/control-texts.ts";
import type { Language } from "../language/language.ts";
import type { StoreValues } from "../store-place.ts";
import { textViewOf } from "../text-view.ts";
import { withStore } from "../with-store.ts";
import { changeParameters } from "./change-parameters.ts";
import { requestedOf } from "./render-control.ts";
import { requestChange, type ChangeRequest } from "./request-change.ts";

/** What a change is of. */
type Change = Pick<ChangeRequest, "target" | "rule" | "outlet" | "to">;

interface ChangeDefinition<P extends Parameters> {
  readonly name: string;
  readonly summary: string;
  readonly details: string;
  readonly parameters: P;
  readonly changeOf: (values: ValuesOf<P>) => Change;
}

type CommonValues = StoreValues & {
  readonly by: string;
  readonly reason: string;
  readonly service: string | undefined;
  readonly lang: Language | undefined;
  readonly json: boolean;
};

/** A command that asks every process for a change, and says which one it is. */
export function changeCommand<P extends Parameters>(definition: ChangeDefinition<P>): Command {
  const { parameters, changeOf, ...rest } = definition;
  const common: Parameters = { ...changeParameters, ...storeParameters, lang, json };
  return defineCommand<Parameters>({
    ...rest,
    parameters: { ...parameters, ...common },

    async run(values, surroundings) {
      const { io } = surroundings;
      // These are the values of exactly these parameters.
      const given = values as unknown as CommonValues;
      const change = changeOf(values as unknown as ValuesOf<P>);
      const { by: who, reason, service = "" } = given;
      const request = { ...change, who, reason, service, at: io.now() };
      const made = await withStore(given, surroundings, (store) => requestChange(store, request));
      const view = textViewOf(io, given.lang);
      io.out(given.json ? jsonLine(made) : requestedOf(made, view));
      if (!given.json) io.err(`${controlTexts[view.language].followUp(made.change)}\n`);
      return 0;
    },
  });
}
