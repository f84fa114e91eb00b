// A service without a network, one of several: does as it is told, line by line, and stays until it is told to close.
import { createInterface } from "node:readline";
import { createProbe } from "@probity/probe";

const probe = await createProbe(process.argv[2]);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);

const orders = {
  /** How a decision for this reader goes, what it may read of the profile, and what it delivers. */
  decide: ({ reader }) => {
    const options = { algorithm: "feed", outlet: "home", route: "/feed", subject: { id: reader } };
    return probe.decide(options, (decision) => {
      const { likes } = decision.track("profile", { likes: "history" });
      const items = probe.interventions.applyTo(decision, ["a", "b", "c"]);
      decision.deliver(items);
      return { mode: decision.mode, likes: likes ?? null, items };
    });
  },
  choose: ({ choice, stage }) => probe.choices.enter(choice).reached(stage, 30_000),
  propose: async ({ proposal, stage }) => {
    const { intervention, receipt } = probe.interventions.propose(proposal);
    await receipt.reached(stage, 30_000);
    return intervention.id;
  },
  approve: ({ id, by }) => probe.interventions.approve({ id, by }).intervention.state,
  active: ({ surface }) => probe.interventions.active(surface).map(({ id }) => id),
  state: ({ id }) => probe.interventions.check(id),
  change: ({ change }) => probe.control.change(change).change,
  settings: () => {
    const { isKilled, modes } = probe.control.settings;
    return { isKilled, modes: Object.fromEntries(modes) };
  },
};

say("ready");
for await (const line of createInterface(process.stdin)) {
  const { order, ...given } = JSON.parse(line);
  if (order === "close") break;
  try {
    say(await orders[order](given));
  } catch (error) {
    say({ error: `${error.code}: ${error.message}` });
  }
}
await probe.close();
