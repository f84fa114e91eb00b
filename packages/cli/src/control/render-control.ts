import type { ControlChange, LiveProcess } from "@probity/clickhouse";
import type { ControlChangeRow } from "@probity/core";

import { controlTexts, type ControlTexts } from "../language/control-texts.ts";
import { longDuration, shortTimeFormat } from "../language/format.ts";
import { printable } from "../terminal/printable.ts";
import { formatTable, type TableColumn } from "../terminal/table.ts";
import type { TextView } from "../text-view.ts";
import type { Reach } from "./reach.ts";
import type { RequestedChange } from "./request-change.ts";

/** Digits of a writer's id that are shown; `--json` has all of them. */
const SHOWN_DIGITS = 8;

type Scope = Pick<ControlChangeRow, "target" | "rule" | "outlet" | "service">;

/** What somebody just asked for. */
export function requestedOf(made: RequestedChange, { language, style }: TextView): string {
  const texts = controlTexts[language];
  const what = `${nameOf(made, texts)} → ${style.strong(stateOf(made.to, texts))}`;
  return `${what} · ${texts.was(stateOf(made.from, texts))} · ${scopeOf(made, texts)}\n${texts.change} ${made.change}\n`;
}

/** What holds by request, and how far each request got. */
export function renderReach(reach: readonly Reach[], view: TextView): string {
  const { language, style, timeZone } = view;
  const texts = controlTexts[language];
  const thrown = reach.some(({ request }) => request.target === "kill_switch" && request.to === "thrown");
  const head = thrown ? style.bad(texts.killed) : style.good(texts.notKilled);
  if (reach.length === 0) return `${head}\n${texts.nothing}\n`;
  const time = shortTimeFormat(timeZone);
  const table = formatTable<Reach>(
    [
      { title: texts.what, cell: ({ request }) => nameOf(request, texts) },
      { title: texts.scope, cell: ({ request }) => scopeOf(request, texts) },
      { title: texts.state, cell: ({ request }) => style.strong(stateOf(request.to, texts)) },
      { title: texts.who, cell: ({ request }) => printable(request.who) },
      { title: texts.when, cell: ({ request }) => time(request.requested_at) },
      numbers(texts.applied, ({ applied }) => applied.length),
      numbers(texts.refused, ({ refused }) => refused.length, style.bad),
      { title: texts.took, cell: ({ slowestMs }) => (slowestMs === null ? "" : took(slowestMs)) },
      { title: texts.waiting, cell: ({ waiting }) => style.notable(waiting.map(processOf).join(", ")) },
      { title: texts.reason, cell: ({ request }) => printable(request.reason) },
    ],
    reach,
  );
  return `${head}\n\n${table}`;
}

/** The steps of one change: who asked, and when which process carried it out. */
export function renderSteps(steps: readonly ControlChangeRow[], view: TextView): string {
  const { language, style, timeZone } = view;
  const texts = controlTexts[language];
  const time = shortTimeFormat(timeZone);
  const [first] = steps;
  if (!first) return "";
  const what = `${nameOf(first, texts)} → ${style.strong(stateOf(first.to, texts))} · ${scopeOf(first, texts)}`;
  const asked = `${texts.askedBy(printable(first.who), texts.sources[first.source])}: ${printable(first.reason)}`;
  const table = formatTable<ControlChangeRow>(
    [
      { title: texts.when, cell: ({ ts }) => time(ts) },
      {
        title: texts.step,
        cell: ({ step }) => (step === "refused" ? style.bad(texts.steps[step]) : texts.steps[step]),
      },
      { title: texts.service, cell: ({ service }) => printable(service) },
      { title: texts.process, cell: (row) => (row.step === "requested" ? "" : processOf(row)) },
      { title: texts.took, cell: (row) => (row.step === "requested" ? "" : took(row.ts - row.requested_at)) },
    ],
    steps,
  );
  return `${what}\n${asked}\n\n${table}`;
}

/** Changes, newest first. */
export function renderHistory(rows: readonly ControlChange[], view: TextView): string {
  if (rows.length === 0) return "";
  const { language, style, timeZone } = view;
  const texts = controlTexts[language];
  const time = shortTimeFormat(timeZone);
  return formatTable<ControlChange>(
    [
      { title: texts.when, cell: ({ requested_at: at }) => time(at) },
      { title: texts.what, cell: (row) => nameOf(row, texts) },
      { title: texts.scope, cell: (row) => scopeOf(row, texts) },
      {
        title: texts.state,
        cell: ({ from, to }) => `${stateOf(from, texts)} → ${style.strong(stateOf(to, texts))}`,
      },
      { title: texts.who, cell: ({ who }) => printable(who) },
      { title: texts.source, cell: ({ source }) => texts.sources[source] },
      numbers(texts.applied, ({ applied }) => applied),
      numbers(texts.refused, ({ refused }) => refused, style.bad),
      {
        title: texts.took,
        cell: ({ last_applied_at: last, requested_at: at }) => (last === null ? "" : took(last - at)),
      },
      { title: texts.reason, cell: ({ reason }) => printable(reason) },
      { title: texts.change, cell: ({ change }) => change },
    ],
    rows,
  );
}

function numbers<Row>(
  title: string,
  of: (row: Row) => number,
  mark: (text: string) => string = (text) => text,
): TableColumn<Row> {
  return {
    title,
    cell: (row) => (of(row) > 0 ? mark(String(of(row))) : "0"),
    isNumber: true,
  };
}

function nameOf({ target, rule }: Scope, texts: ControlTexts): string {
  return target === "kill_switch" ? texts.killSwitch : printable(rule);
}

function scopeOf({ outlet, service }: Scope, texts: ControlTexts): string {
  const where = outlet === "" ? texts.everyOutlet : texts.outlet(printable(outlet));
  const whose = service === "" ? texts.everyService : printable(service);
  return `${where}, ${whose}`;
}

function stateOf(state: string, texts: ControlTexts): string {
  return texts.states[state] ?? printable(state);
}

function processOf({ service, writer }: Pick<LiveProcess, "service" | "writer">): string {
  return `${printable(service)} ${writer.slice(0, SHOWN_DIGITS)}`;
}

// By two clocks: what comes out below nothing took no time that could be told.
function took(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(0, milliseconds)} ms` : longDuration(milliseconds);
}
