// A service without a network: records decisions as it is told to, line by line, and stays until it is told to close.
import { createInterface } from "node:readline";
import { choiceRecord } from "@probity/core";
import { createProbe } from "@probity/probe";

const probe = await createProbe(process.argv[2]);
const { recorder } = probe.ports;
const say = (line) => process.stdout.write(`${line}\n`);
let readers = 0;

function open() {
  readers += 1;
  const subject = { id: `reader-${readers}` };
  return probe.open({ algorithm: "feed", outlet: "home", route: "/feed", subject });
}

/** Closes so many decisions, and says which stages they reached. */
async function decide(count, stage) {
  const decisions = Array.from({ length: count }, () => {
    const decision = open();
    decision.deliver([`book-${decision.track("profile", { age: 30 }).age}`]);
    decision.close();
    return decision;
  });
  const stages = await Promise.all(decisions.map(({ receipt }) => receipt.reached(stage, 30_000)));
  return [...new Set(stages)].join(" ");
}

/** Opens the record of a request that another service's decision made. */
function openCall() {
  const caller = { decision: "018f0000-0000-7000-8000-00000000000a", outlet: "app-home", hop: 1 };
  return recorder.openRemote({ caller, protocol: "http", route: "/profiles/:id" });
}

/** Records so many remote calls, and hands them over; how far they come is as far as what comes after them. */
function call(count) {
  for (let n = 0; n < count; n += 1) openCall().close({ status: 200 });
  recorder.flush();
  return count;
}

/** Counts so many requests, states that, and hands it over. */
function cover(count) {
  for (let n = 0; n < count; n += 1) recorder.covered({ method: "GET", route: "/feed", became: "decision" });
  recorder.stateCoverage();
  recorder.flush();
  return count;
}

/** Enters so many choices, and says which stages they reached. */
async function choose(count, stage) {
  const choice = {
    kind: "personalisation_off",
    subject: "5".repeat(64),
    key_id: "k1",
    chosen_at: Date.now(),
  };
  const rest = {
    outlet: "",
    code: "",
    tag: "0".repeat(16),
    consent_version: "",
    by_guardian: false,
    via: "sdk",
  };
  const receipts = Array.from({ length: count }, () => recorder.enter(choiceRecord, { ...choice, ...rest }));
  const stages = await Promise.all(receipts.map((receipt) => receipt.reached(stage, 30_000)));
  return [...new Set(stages)].join(" ");
}

say("ready");
for await (const line of createInterface(process.stdin)) {
  const [what, count, stage] = line.split(" ");
  if (what === "decide") say(await decide(Number(count), stage));
  if (what === "begin") say(Array.from({ length: Number(count) }, open).length);
  if (what === "call") say(call(Number(count)));
  if (what === "begin-calls") say(Array.from({ length: Number(count) }, openCall).length);
  if (what === "choose") say(await choose(Number(count), stage));
  if (what === "cover") say(cover(Number(count)));
  if (what === "close") break;
}
await probe.close();
