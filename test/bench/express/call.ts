/** A request that a load is made of. */
export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request with the body that answers it. */
export interface ExpectedCall extends Call {
  readonly body: string;
}

/** What a load is: as fast as answers come, or at a fixed rate whatever comes. */
export type Load =
  | { readonly kind: "calls"; readonly calls: readonly ExpectedCall[] }
  | {
      readonly kind: "flat";
      readonly url: string;
      readonly amount: number;
      readonly connections: number;
    }
  | { readonly kind: "paced"; readonly url: string; readonly rate: number; readonly amount: number };

/** What came of a load. */
export interface LoadResult {
  readonly sent: number;
  /** Answers that were 200 and as expected. */
  readonly right: number;
  /** Answers by what they say of their decision's stage; empty for those that say nothing. */
  readonly stages: Readonly<Record<string, number>>;
  readonly tookMs: number;
  /** In milliseconds, sorted. */
  readonly latencies: readonly number[];
}
