import { z } from "zod";
import type {
  ChoicesConfig,
  ControlConfig,
  FeedbackConfig,
  InterventionsConfig,
  MinorsConfig,
  Route,
  SpoolConfig,
  StorageConfig,
  Telemetry,
} from "../config.ts";
import type { Propagation, SubjectMapping } from "@probity/core";
import { algorithmsSchema, type GivenAlgorithms } from "./algorithms.ts";
import { featuresSchema, type GivenFeatures, type GivenSources, sourcesSchema } from "./catalog.ts";
import { choicesSchema } from "./choices.ts";
import { controlSchema } from "./control.ts";
import { feedbackSchema } from "./feedback.ts";
import { interventionsSchema } from "./interventions.ts";
import { minorsSchema } from "./minors.ts";
import { type GivenOutlets, outletsSchema } from "./outlets.ts";
import { type GivenPseudonyms, pseudonymsSchema } from "./pseudonyms.ts";
import { propagationSchema } from "./propagation.ts";
import { routesSchema } from "./routes.ts";
import { type GivenRules, rulesSchema } from "./rules.ts";
import { type GivenSpanRule, spansSchema } from "./spans.ts";
import { spoolSchema } from "./spool.ts";
import { storageSchema } from "./storage.ts";
import { subjectSchema } from "./subject.ts";
import { telemetrySchema } from "./telemetry.ts";
import { described, line } from "./texts.ts";

/** The file as it is written, with the gaps filled; names are still keys. */
export interface ConfigFile {
  readonly service: string;
  readonly pseudonyms: GivenPseudonyms;
  readonly sources: GivenSources;
  readonly features: GivenFeatures;
  readonly spans: readonly GivenSpanRule[];
  readonly algorithms: GivenAlgorithms;
  readonly outlets: GivenOutlets;
  readonly routes: readonly Route[];
  readonly subject: SubjectMapping;
  readonly rules: GivenRules;
  readonly control: ControlConfig;
  readonly interventions: InterventionsConfig;
  readonly choices: ChoicesConfig;
  readonly feedback: FeedbackConfig;
  readonly minors: MinorsConfig;
  readonly propagation: Propagation;
  readonly telemetry: Telemetry;
  readonly storage: StorageConfig;
  readonly spool?: SpoolConfig;
}

/** The whole of `probity.yaml`. */
export const configFileSchema: z.ZodType<ConfigFile> = z
  .strictObject({
    service: line("a service's name").meta(
      described("Name of the service, as its records carry it.", "服务名称，写入每条记录。"),
    ),
    pseudonyms: pseudonymsSchema,
    sources: sourcesSchema,
    features: featuresSchema,
    spans: spansSchema,
    algorithms: algorithmsSchema,
    outlets: outletsSchema,
    routes: routesSchema,
    subject: subjectSchema,
    rules: rulesSchema,
    control: controlSchema,
    interventions: interventionsSchema,
    choices: choicesSchema,
    feedback: feedbackSchema,
    minors: minorsSchema,
    propagation: propagationSchema,
    telemetry: telemetrySchema,
    storage: storageSchema,
    spool: spoolSchema.exactOptional(),
  })
  .meta({ title: "probity.yaml", ...described("Configuration of Probity.", "Probity 的配置。") });
