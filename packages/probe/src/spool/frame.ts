import type { Chunk } from "@probity/core";
import type { Range } from "./number-set.ts";

/** Whose log it is. */
export interface LogIdentity {
  /** The process instance: a UUID. */
  readonly writer: string;
  /** Which life of it. */
  readonly epoch: number;
  /** The service, as configured. */
  readonly service: string;
}

/** Which numbers a log accounts for at some point of it, by a record or by a gap. */
export interface AccountState {
  /** By table: every number from this on is still to come. A table that isn't named is at 1. */
  readonly next: Readonly<Record<string, number>>;
  /** By table: the numbers below `next` that nothing accounts for yet. */
  readonly open: Readonly<Record<string, readonly Range[]>>;
}

/** What a segment begins with. */
export interface SegmentHeader extends LogIdentity, AccountState {
  /** The segment's number, from 1. */
  readonly segment: number;
  /** By the writer's clock, in milliseconds since the epoch. */
  readonly createdAt: number;
  /** An earlier segment in which bytes had to be left behind that must not count: those from `end` on. */
  readonly cut?: { readonly segment: number; readonly end: number };
}

/** Rows that are about to be sent as one batch: written before they are, so that they are one batch ever after. */
export interface BatchMark {
  readonly table: string;
  readonly version: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly rows: number;
}

/** What a segment holds after its header. */
export type BodyFrame =
  /** Records. */
  | { readonly kind: "chunk"; readonly chunk: Chunk }
  /** A version of the catalog, as rows of `catalog_features` in record version `version`. */
  | { readonly kind: "catalog"; readonly version: number; readonly bytes: Uint8Array }
  | { readonly kind: "batch"; readonly mark: BatchMark }
  /** Nothing comes after it: every number of the writer is accounted for. */
  | { readonly kind: "end" };

/** One entry of a segment. */
export type Frame = { readonly kind: "header"; readonly header: SegmentHeader } | BodyFrame;

/** Where a frame is. */
export interface Place {
  readonly segment: number;
  /** Where the frame begins in the segment's file. */
  readonly offset: number;
  /** Of the whole frame, in bytes. */
  readonly length: number;
}
