import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { CoreError } from "./errors.ts";
import { RecentMap } from "./recent-map.ts";

/** A secret key and the name by which records refer to it. */
export interface PseudonymKey {
  /** Up to 64 characters, such as `2026-h2`. */
  readonly id: string;
  /** At least 16 bytes. */
  readonly secret: Uint8Array;
}

/** A subject's keyed hash. */
export interface Pseudonym {
  readonly bytes: Uint8Array;
  readonly keyId: string;
  /** The same subject's under keys that were in use before, where there are any: what is on record may be older. */
  readonly earlier?: readonly Pseudonym[];
}

/**
 * An item's keyed hash: the first eight bytes, as two little-endian words. Enough to tell a catalogue's items apart,
 * short enough for twenty in each record.
 */
export interface ItemPseudonym {
  readonly first: number;
  readonly second: number;
}

/** Longer ids are hashed each time: whoever makes ids up must not fill the memory with them. */
const LONGEST_REMEMBERED = 128;

/**
 * Turns identifiers into keyed pseudonyms: HMAC-SHA256 (RFC 2104), whole for subjects, the first eight bytes for
 * items. Each kind has its own domain, so that an item and a user of the same id have nothing in common. Recent
 * ones are kept in memory; nothing else about the identifier is.
 */
export class Pseudonyms {
  readonly #remembered: number;
  #current: KeyedPseudonyms;

  /**
   * Throws `INVALID_OPTION` when a key is too short or has no name. `remembered` is per kind and key. `earlier` are keys
   * that were in use before: ledgers may know subjects and tags by them. @default 50_000, none
   */
  constructor(key: PseudonymKey, remembered = 50_000, earlier: readonly PseudonymKey[] = []) {
    this.#remembered = remembered;
    const before = earlier.map((each) => new KeyedPseudonyms(each, remembered));
    this.#current = new KeyedPseudonyms(key, remembered, before);
  }

  get keyId(): string {
    return this.#current.keyId;
  }

  /** @internal Those of the key in use, whatever key is used later. */
  get current(): KeyedPseudonyms {
    return this.#current;
  }

  /** Uses another key for the decisions opened from now on. Records say which key made their pseudonyms. */
  rotate(key: PseudonymKey): void {
    const { current } = this;
    this.#current = new KeyedPseudonyms(key, this.#remembered, [current, ...current.earlier]);
  }

  subject(id: string): Pseudonym {
    return this.#current.subject(id);
  }

  item(id: string): ItemPseudonym {
    return this.#current.item(id);
  }

  /** The item's pseudonym as records show it: 16 hexadecimal digits. */
  itemHex(id: string): string {
    return this.#current.itemHex(id);
  }

  /** An interest tag's pseudonym: 16 hexadecimal digits. */
  tagHex(tag: string): string {
    return this.#current.tagHex(tag);
  }

  /** Those of a tag under the keys that were in use before. */
  earlierTagHex(tag: string): readonly string[] {
    return this.#current.earlier.map((keyed) => keyed.tagHex(tag));
  }
}

/** The pseudonyms of one key: a decision keeps to them, so that its record has one key. */
export class KeyedPseudonyms {
  readonly keyId: string;
  /** Of keys that were in use before. */
  readonly earlier: readonly KeyedPseudonyms[];
  readonly #secret: KeyObject;
  readonly #subjects: RecentMap<string, Pseudonym>;
  readonly #items: RecentMap<string, ItemPseudonym>;

  constructor(key: PseudonymKey, remembered: number, earlier: readonly KeyedPseudonyms[] = []) {
    const { id, secret } = checked(key);
    this.keyId = id;
    this.earlier = earlier;
    this.#secret = createSecretKey(secret);
    this.#subjects = new RecentMap(remembered);
    this.#items = new RecentMap(remembered);
  }

  subject(id: string): Pseudonym {
    let pseudonym = this.#subjects.get(id);
    if (!pseudonym) {
      pseudonym = this.#subjectOf(id);
      if (id.length <= LONGEST_REMEMBERED) this.#subjects.set(id, pseudonym);
    }
    return pseudonym;
  }

  #subjectOf(id: string): Pseudonym {
    const own = { bytes: this.#hash("subject", id), keyId: this.keyId };
    if (this.earlier.length === 0) return own;
    return { ...own, earlier: this.earlier.map((keyed) => keyed.#subjectOf(id)) };
  }

  item(id: string): ItemPseudonym {
    const known = this.#items.get(id);
    if (known) return known;
    const bytes = this.#hash("item", id);
    const pseudonym = { first: bytes.readUInt32LE(0), second: bytes.readUInt32LE(4) };
    if (id.length <= LONGEST_REMEMBERED) this.#items.set(id, pseudonym);
    return pseudonym;
  }

  /** The pseudonym of an item that was met lately: its id was checked then. */
  recentItem(id: string): ItemPseudonym | undefined {
    return this.#items.get(id);
  }

  itemHex(id: string): string {
    return this.#hash("item", id).toString("hex", 0, 8);
  }

  /** The digest of what a price depends on: 16 hexadecimal digits. */
  conditionsHex(text: string): string {
    return this.#hash("conditions", text).toString("hex", 0, 8);
  }

  /** An interest tag's pseudonym: 16 hexadecimal digits. */
  tagHex(tag: string): string {
    return this.#hash("tag", tag).toString("hex", 0, 8);
  }

  #hash(domain: string, id: string): Buffer {
    return createHmac("sha256", this.#secret).update(`${domain}:${id}`).digest();
  }
}

function checked(key: PseudonymKey): PseudonymKey {
  if (key.id === "" || key.id.length > 64) {
    throw new CoreError(
      "INVALID_OPTION",
      `a pseudonym key's id has 1 to 64 characters, found ${key.id.length}`,
    );
  }
  if (!key.id.isWellFormed())
    throw new CoreError("INVALID_OPTION", "a pseudonym key's id holds a lone surrogate");
  if (key.secret.length < 16) {
    throw new CoreError(
      "INVALID_OPTION",
      `pseudonym key "${key.id}" has ${key.secret.length} bytes; it needs at least 16, better 32 random ones`,
    );
  }
  return key;
}
