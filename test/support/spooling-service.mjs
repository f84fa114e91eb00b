// A service without a network: records decisions as it is told to, line by line, and stays until it is told to close.
import { createInterface } from "node:readline";
import { createProbe } from "@probity/probe";

const probe = await createProbe(process.argv[2]);
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

say("ready");
for await (const line of createInterface(process.stdin)) {
  const [what, count, stage] = line.split(" ");
  if (what === "decide") say(await decide(Number(count), stage));
  if (what === "begin") say(Array.from({ length: Number(count) }, open).length);
  if (what === "close") break;
}
await probe.close();
