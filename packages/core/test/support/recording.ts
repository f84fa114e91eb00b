import {
  type Algorithm,
  type Catalog,
  type Chunk,
  coverageRecord,
  type CoverageRow,
  createCatalog,
  type Decision,
  decisionRecord,
  type DecisionRow,
  type Feature,
  type OpenOptions,
  type OpenRemoteOptions,
  type Outlet,
  Pseudonyms,
  Recorder,
  type RecorderOptions,
  remoteCallRecord,
  type RemoteCallRow,
} from "../../src/index.ts";

export const KEY = { id: "k1", secret: Buffer.from("0123456789abcdef0123456789abcdef") };
export const WRITER = "018f0000-0000-7000-8000-000000000001";
/** A decision in another service. */
export const CALLER = { decision: "018f0000-0000-7000-8000-00000000000a", outlet: "app-home", hop: 1 };

export const FEED: Algorithm = { id: "feed", version: "1", type: "personalised_push", purpose: "content" };
export const HOME: Outlet = {
  id: "home",
  product: "Book Feed",
  form: "website",
  path: ["首页"],
  function: "猜你喜欢",
  surface: "feed",
};

export interface Fault {
  readonly where: string;
  readonly fault: unknown;
}

/** A recorder whose chunks and faults are kept. */
export interface Recording {
  readonly recorder: Recorder;
  readonly catalog: Catalog;
  readonly chunks: readonly Chunk[];
  readonly faults: readonly Fault[];
  readonly open: (options?: Partial<OpenOptions>) => Decision;
  /** Opens a remote call; throws where there is none. */
  readonly openRemote: (options?: Partial<OpenRemoteOptions>) => Decision;
  /** Flushes, and decodes the decisions that were recorded so far. */
  readonly rows: () => DecisionRow[];
  /** The one decision that was recorded. */
  readonly row: () => DecisionRow;
  /** Flushes, and decodes the remote calls that were recorded so far. */
  readonly remoteCalls: () => RemoteCallRow[];
  /** Flushes, and decodes what was stated of coverage so far. */
  readonly coverage: () => CoverageRow[];
  /** The names of features by number. */
  names(numbers: readonly number[]): string[];
}

/** `profile.age` or a whole feature; the sources are worked out from the names. */
export function catalogOf(features: readonly (string | Feature)[]): Catalog {
  const full = features.map((feature) => (typeof feature === "string" ? { name: feature } : feature));
  const sources = new Set(full.map(({ name, source }) => source ?? /^[^.[]*/.exec(name)?.[0] ?? ""));
  return createCatalog({ sources: [...sources].map((name) => ({ name })), features: full });
}

export function recording(
  features: readonly (string | Feature)[] = [],
  options: Partial<RecorderOptions> = {},
): Recording {
  const chunks: Chunk[] = [];
  const faults: Fault[] = [];
  const catalog = catalogOf(features);
  const recorder = new Recorder({
    service: "book-feed",
    catalog,
    algorithms: [FEED],
    outlets: [HOME],
    pseudonyms: new Pseudonyms(KEY),
    sink: { accept: (chunk) => chunks.push(chunk) > 0 },
    onFault: (where, fault) => faults.push({ where, fault }),
    writer: WRITER,
    ...options,
  });
  const chunksOf = ({ name }: { readonly name: string }): readonly Chunk[] => {
    recorder.flush();
    return chunks.filter(({ table }) => table === name);
  };
  const rows = (): DecisionRow[] =>
    chunksOf(decisionRecord).flatMap(({ bytes, version }) => decisionRecord.decode(bytes, version));
  return {
    recorder,
    catalog: recorder.catalog,
    chunks,
    faults,
    open: (given = {}) => recorder.open({ algorithm: "feed", ...given }),
    openRemote(given = {}) {
      const call = recorder.openRemote({ caller: CALLER, protocol: "http", ...given });
      if (call === undefined) throw new Error("the remote call could not be opened");
      return call;
    },
    rows,
    remoteCalls: () =>
      chunksOf(remoteCallRecord).flatMap(({ bytes, version }) => remoteCallRecord.decode(bytes, version)),
    coverage: () =>
      chunksOf(coverageRecord).flatMap(({ bytes, version }) => coverageRecord.decode(bytes, version)),
    row() {
      const [row, ...more] = rows();
      if (row === undefined || more.length > 0)
        throw new Error(`expected one row, found ${more.length + (row ? 1 : 0)}`);
      return row;
    },
    names: (numbers) => numbers.map((number) => recorder.catalog.features[number]?.name ?? `#${number}`),
  };
}
