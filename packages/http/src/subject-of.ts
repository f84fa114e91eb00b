import type { SubjectInput } from "@probity/core";
import type { IncomingMessage } from "node:http";
import { HttpAdapterError } from "./errors.ts";
import type { ReadyOptions } from "./options.ts";
import { readSubject } from "./read-subject.ts";
import type { RequestValues } from "./request-value.ts";

/** Who is asking: what `identify` says, field by field before what the mapping finds. Never throws. */
export function subjectOf<R extends IncomingMessage>(
  req: R,
  values: RequestValues,
  ready: ReadyOptions<R>,
  badInput: (name: string) => void,
): SubjectInput {
  return { ...mapped(values, ready, badInput), ...identified(req, ready) };
}

function mapped(
  values: RequestValues,
  { subject, recorder }: Pick<ReadyOptions, "subject" | "recorder">,
  badInput: (name: string) => void,
): SubjectInput | undefined {
  if (!subject) return undefined;
  try {
    return readSubject(subject, values, badInput);
  } catch (fault) {
    recorder.fault("http.subject", fault);
    return undefined;
  }
}

function identified<R extends IncomingMessage>(
  req: R,
  { identify, recorder }: ReadyOptions<R>,
): SubjectInput | undefined {
  try {
    const subject = identify(req);
    if (!(subject instanceof Promise)) return subject;
    // Its rejection would end the process.
    subject.catch(() => undefined);
    throw new HttpAdapterError("INVALID_OPTION", "identify must answer at once; it answered with a promise");
  } catch (fault) {
    recorder.fault("http.identify", fault);
    return undefined;
  }
}
