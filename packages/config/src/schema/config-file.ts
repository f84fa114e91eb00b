import { z } from "zod";
import type { Route, SpoolConfig, StorageConfig } from "../config.ts";
import type { SubjectMapping } from "@probity/core";
import { algorithmsSchema, type GivenAlgorithms } from "./algorithms.ts";
import { featuresSchema, type GivenFeatures, type GivenSources, sourcesSchema } from "./catalog.ts";
import { type GivenOutlets, outletsSchema } from "./outlets.ts";
import { type GivenPseudonyms, pseudonymsSchema } from "./pseudonyms.ts";
import { routesSchema } from "./routes.ts";
import { type GivenRules, rulesSchema } from "./rules.ts";
import { spoolSchema } from "./spool.ts";
import { storageSchema } from "./storage.ts";
import { subjectSchema } from "./subject.ts";
import { described, line } from "./texts.ts";

/** The file as it is written, with the gaps filled; names are still keys. */
export interface ConfigFile {
  readonly service: string;
  readonly pseudonyms: GivenPseudonyms;
  readonly sources: GivenSources;
  readonly features: GivenFeatures;
  readonly algorithms: GivenAlgorithms;
  readonly outlets: GivenOutlets;
  readonly routes: readonly Route[];
  readonly subject: SubjectMapping;
  readonly rules: GivenRules;
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
    algorithms: algorithmsSchema,
    outlets: outletsSchema,
    routes: routesSchema,
    subject: subjectSchema,
    rules: rulesSchema,
    storage: storageSchema,
    spool: spoolSchema.exactOptional(),
  })
  .meta({ title: "probity.yaml", ...described("Configuration of Probity.", "Probity 的配置。") });
