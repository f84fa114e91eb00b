// A service without a network, one of several: does as it is told, line by line, and stays until it is told to close.
import { createProbe } from "@probity/probe";

const probe = await createProbe(process.argv[2]);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

const orders = {
  /** What a decision for this reader may read of the profile, and how it goes. */
  decide: async ({ reader, surface = "feed" }) => {
    const subject = { id: reader };
    return probe.decide({ algorithm: "feed", outlet: "home", route: "/feed", subject }, (decision) => {
      const { condition } = decision.track("profile", { condition: "hypertension" });
      const items = probe.interventions.applyTo(decision, ["a", "b", "c"], surface);
      decision.deliver(items);
      return { condition: condition ?? null, items, rules: probe.control.settings.isKilled };
    });
  },
  choose: async ({ choice, stage }) => probe.choices.enter(choice).reached(stage, 30_000),
  propose: ({ proposal }) => probe.interventions.propose(proposal).intervention.id,
  approve: ({ id, by }) => probe.interventions.approve({ id, by }).intervention.state,
  active: ({ surface }) => probe.interventions.active(surface).map(({ id }) => id),
  change: async ({ change }) => probe.control.change(change).change,
  settings: () => ({
    isKilled: probe.control.settings.isKilled,
    modes: Object.fromEntries(probe.control.settings.modes),
  }),
};

say("ready");
for await (const line of (await import("node:readline")).createInterface(process.stdin)) {
  const { order, ...given } = JSON.parse(line);
  if (order === "close") break;
  try {
    say({ answer: (await orders[order](given)) ?? null });
  } catch (error) {
    say({ error: `${error.code ?? error.name}: ${error.message}` });
  }
}
await probe.close();
