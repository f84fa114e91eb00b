import {
  suspectsAmong,
  suspectsIn,
  type SuspectOptions,
  type SuspectReport,
} from "../classify/find-suspects.ts";
import { renderSuspects } from "../classify/render-suspects.ts";
import { defineCommand, type Command, type Surroundings, type ValuesOf } from "../command.ts";
import { json, lang, store as storeParameters } from "../common-parameters.ts";
import { jsonLine } from "../json-text.ts";
import { classifyTexts } from "../language/classify-texts.ts";
import { languageOf } from "../language/language.ts";
import { windowOf, windowParameters } from "../listing/window.ts";
import { flag } from "../parameters.ts";
import { DEFAULT_CONFIG, findConfig, resolveStore } from "../store-place.ts";
import { colours, plain, showsColour } from "../terminal/style.ts";

const parameters = {
  store: flag("--store", "look at what was read outside the catalog, in place of what is declared"),
  all: flag("--all", "suggestions of low confidence, too"),
  ...windowParameters,
  ...storeParameters,
  lang,
  json,
};

/** Which features are called as if they were more than is declared of them. */
export const classify: Command = defineCommand({
  name: "classify",
  summary: "Suggest sensitivity codes by the names of features",
  details:
    "Reads names in Chinese, pinyin and English, and no value. What it suggests is a suspicion to be reviewed; what it " +
    "does not recognise may be anything. With --store it needs the records, else only a configuration.",
  parameters,

  async run({ store: isFromStore, all: isThorough, lang: language, json: asJson, ...values }, surroundings) {
    const { io } = surroundings;
    const report = isFromStore
      ? await unregistered(values, isThorough, surroundings)
      : await declared(values, isThorough, surroundings);
    const spoken = language ?? languageOf(io.env);
    const style = showsColour(io) ? colours : plain;
    io.out(asJson ? jsonLine(report) : renderSuspects(report, { language: spoken, style, isFromStore }));
    if (isFromStore && report.features >= MOST_UNREGISTERED) io.err(`${classifyTexts[spoken].mostUsed}\n`);
    return 0;
  },
});

/** An overview lists no more places outside the catalog. */
const MOST_UNREGISTERED = 50;

type Values = Omit<ValuesOf<typeof parameters>, "store" | "all" | "lang" | "json">;

async function declared(
  { config: file = DEFAULT_CONFIG }: Values,
  isThorough: boolean,
  { ports }: Surroundings,
): Promise<SuspectReport> {
  const config = await ports.loadConfig(file);
  return suspectsIn(config.catalog, { isThorough, isEuropean: config.rules.packs.includes("eu") });
}

async function unregistered(
  values: Values,
  isThorough: boolean,
  surroundings: Surroundings,
): Promise<SuspectReport> {
  const { io, ports } = surroundings;
  const window = windowOf(values, io.now());
  const config = values.url === undefined ? await findConfig(values, surroundings) : undefined;
  const isEuropean = config?.rules.packs.includes("eu") ?? true;
  const options: SuspectOptions = { isThorough, isEuropean };
  const store = ports.openStore(await resolveStore(values, surroundings));
  try {
    const { unregistered: places } = await store.overview(window);
    return suspectsAmong(places, options);
  } finally {
    await store.close();
  }
}
