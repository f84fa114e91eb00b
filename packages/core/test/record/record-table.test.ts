import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ByteWriter,
  catalogRecord,
  clickhouseType,
  type ColumnType,
  CoreError,
  coverageRecord,
  decisionRecord,
  type DecisionRow,
  gapRecord,
  isCoreError,
  RecordTable,
  remoteCallRecord,
} from "../../src/index.ts";
import { rowOf, text } from "../support/rows.ts";

/** A record table, without the types of its columns. */
interface Table {
  readonly name: string;
  readonly version: number;
  readonly columns: Readonly<
    Record<string, { readonly type: ColumnType; readonly since: number; readonly doc: string }>
  >;
  columnNames(): readonly string[];
  encode(to: ByteWriter, row: object): void;
  decode(bytes: Uint8Array): readonly object[];
}

function encoded(table: Table, row: object): Uint8Array {
  const to = new ByteWriter(16);
  table.encode(to, row);
  return to.slice();
}

/** A table of one column, for what one type does. */
function tableOf(type: ColumnType): Table {
  return new RecordTable("t", 1, { c: { type, since: 1, doc: "" } });
}

function bytesOf(type: ColumnType, value: unknown): string {
  return Buffer.from(encoded(tableOf(type), { c: value })).toString("hex");
}

function read(type: ColumnType, hex: string): unknown {
  return tableOf(type).decode(Buffer.from(hex, "hex"));
}

const someRow = fc.sample(rowOf(decisionRecord.columns), { numRuns: 1, seed: 1 })[0] as DecisionRow;

describe.each([
  ["decisions", decisionRecord as unknown as Table],
  ["remote_calls", remoteCallRecord as unknown as Table],
  ["coverage", coverageRecord as unknown as Table],
  ["gaps", gapRecord as unknown as Table],
  ["catalog_features", catalogRecord as unknown as Table],
])("the %s record", (name, table) => {
  it("is called that, and has its columns in one order", () => {
    expect(table.name).toBe(name);
    expect(table.columnNames()).toEqual(Object.keys(table.columns));
    for (const column of Object.values(table.columns)) {
      expect(column.since).toBeGreaterThanOrEqual(1);
      expect(column.since).toBeLessThanOrEqual(table.version);
      expect(column.doc).not.toBe("");
    }
  });

  it("reads back every row that it writes", () => {
    fc.assert(
      fc.property(fc.array(rowOf(table.columns), { maxLength: 3 }), (rows) => {
        const to = new ByteWriter(16);
        for (const row of rows) table.encode(to, row);
        expect(table.decode(to.slice())).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses bytes that were cut off, and never with anything but a CoreError", () => {
    fc.assert(
      fc.property(
        rowOf(table.columns),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (row, share) => {
          const bytes = encoded(table, row);
          const cut = Math.max(1, Math.floor(bytes.length * share));
          fc.pre(cut < bytes.length);
          expect(() => table.decode(bytes.subarray(0, cut))).toThrow(CoreError);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("takes changed bytes for another row or refuses them; what it takes, it would have written so", () => {
    fc.assert(
      fc.property(rowOf(table.columns), fc.nat(), fc.integer({ min: 1, max: 255 }), (row, where, flip) => {
        const bytes = encoded(table, row);
        bytes[where % bytes.length]! ^= flip;
        expect(rewritten(table, bytes).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("takes garbage for what it is", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 600 }), (bytes) => {
        expect(rewritten(table, bytes).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** The bytes again, by way of the rows that they are; or as they are, where they are refused as they should be. */
function rewritten(table: Table, bytes: Uint8Array): Buffer {
  let rows;
  try {
    rows = table.decode(bytes);
  } catch (error) {
    if (!isCoreError(error)) throw error;
    return Buffer.from(bytes);
  }
  const to = new ByteWriter();
  for (const row of rows) table.encode(to, row);
  // The bits of a NaN that JavaScript does not keep.
  return hasNaN(rows) ? Buffer.from(bytes) : Buffer.from(to.slice());
}

function hasNaN(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return Number.isNaN(value);
  return Object.values(value).some(hasNaN);
}

describe("what a column can't hold", () => {
  const bad: [keyof DecisionRow, unknown, string][] = [
    ["id", "not-a-uuid", "INVALID_VALUE"],
    ["id", "018F0000-0000-7000-8000-000000000001", "INVALID_VALUE"],
    ["ts", 1.5, "INVALID_VALUE"],
    ["ts", Number.NaN, "INVALID_VALUE"],
    ["ts", 2 ** 53, "INVALID_VALUE"],
    ["seq", -1, "INVALID_VALUE"],
    ["seq", 2 ** 53, "INVALID_VALUE"],
    ["seq", 1n, "INVALID_VALUE"],
    ["took_us", 2 ** 32, "INVALID_VALUE"],
    ["epoch", "1", "INVALID_VALUE"],
    ["service", "\ud800", "ILL_FORMED_TEXT"],
    ["service", "a\udc00b", "ILL_FORMED_TEXT"],
    ["service", `${"x".repeat(50)}\ud800`, "ILL_FORMED_TEXT"],
    ["service", undefined, "INVALID_VALUE"],
    ["service", null, "INVALID_VALUE"],
    ["catalog", "ab", "INVALID_VALUE"],
    ["catalog", "G".repeat(64), "INVALID_VALUE"],
    ["catalog", `${"0".repeat(64)}\n`, "INVALID_VALUE"],
    ["algorithm_type", "magic", "INVALID_VALUE"],
    ["algorithm_type", "constructor", "INVALID_VALUE"],
    ["algorithm_type", undefined, "INVALID_VALUE"],
    ["minor_mode", 1, "INVALID_VALUE"],
    ["minor_mode", null, "INVALID_VALUE"],
    ["access_path", "首页", "INVALID_VALUE"],
    ["access_path", ["ok", 1], "INVALID_VALUE"],
    ["consent_withdrawn_at", undefined, "INVALID_VALUE"],
    ["deleted_tags", 65_536, "INVALID_VALUE"],
    ["features_read", [1, 65_536], "INVALID_VALUE"],
    ["items", [{ id: "00", score: 1, flags: 0 }], "INVALID_VALUE"],
    ["items", [{ id: "0".repeat(16), score: "1", flags: 0 }], "INVALID_VALUE"],
    ["items", [null], "INVALID_VALUE"],
    ["calls", [{}], "INVALID_VALUE"],
    ["findings", {}, "INVALID_VALUE"],
    ["outcome", "lost", "INVALID_VALUE"],
  ];

  it.each(bad)("%s refuses %o by name, and nothing is written", (column, value, code) => {
    const to = new ByteWriter();
    to.text("before");
    const before = to.length;
    const error = thrownBy(() => decisionRecord.encode(to, { ...someRow, [column]: value }));
    expect(error).toBeInstanceOf(CoreError);
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(new RegExp(`^decisions\\.${column}: `)),
    });
    expect(to.length).toBe(before);
    decisionRecord.encode(to, someRow);
    expect(decisionRecord.decode(to.slice(before))).toEqual([someRow]);
  });

  it.each(["magic", "\ud800", { secret: "magic" }])(
    "an error never shows the text that was refused",
    (value) => {
      for (const column of ["algorithm_type", "id", "ts", "minor_mode", "access_path", "catalog"]) {
        const error = thrownBy(() =>
          decisionRecord.encode(new ByteWriter(), { ...someRow, [column]: value }),
        );
        expect(String(error)).not.toContain("magic");
      }
    },
  );

  it("an enum that was written before refuses a missing value all the same", () => {
    const table = tableOf({ enum8: { a: 1, b: 2 } });
    expect(() => encoded(table, { c: undefined })).toThrow(CoreError);
    encoded(table, { c: "b" });
    expect(() => encoded(table, { c: undefined })).toThrow(CoreError);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("the bytes of each type", () => {
  it.each<[ColumnType, unknown, string]>([
    ["UInt8", 255, "ff"],
    ["UInt16", 0x1234, "3412"],
    ["UInt32", 0xdead_beef, "efbeadde"],
    ["UInt64", 1, "0100000000000000"],
    ["UInt64", 2 ** 53 - 1, "ffffffffffff1f00"],
    ["DateTime64(3, 'UTC')", -1, "ffffffffffffffff"],
    ["DateTime64(3, 'UTC')", -(2 ** 53) + 1, "010000000000e0ff"],
    ["DateTime64(3, 'UTC')", 1_700_000_000_123, "7b68e5cf8b010000"],
    ["Bool", true, "01"],
    ["Float32", 1.5, "0000c03f"],
    ["Float64", -0, "0000000000000080"],
    ["String", "", "00"],
    ["String", "abc", "03616263"],
    ["String", "中", "03e4b8ad"],
    ["String", "\ufeffx", "04efbbbf78"],
    ["LowCardinality(String)", "😀", "04f09f9880"],
    ["String", "x".repeat(200), `c801${"78".repeat(200)}`],
    // The halves are swapped in themselves: ClickHouse keeps two little-endian 64-bit numbers, the high one first.
    ["UUID", "00112233-4455-6677-8899-aabbccddeeff", "7766554433221100ffeeddccbbaa9988"],
    [{ hex: 4 }, "deadbeef", "deadbeef"],
    [{ enum8: { low: -128, high: 127 } }, "low", "80"],
    [{ nullable: "UInt8" }, null, "01"],
    [{ nullable: "UInt8" }, 7, "0007"],
    [{ array: "UInt16" }, [1, 2], "0201000200"],
    [{ tuple: { a: "UInt8", b: "String" } }, { a: 1, b: "x" }, "010178"],
  ])("%o holds %o as %s", (type, value, hex) => {
    expect(bytesOf(type, value)).toBe(hex);
    expect(read(type, hex)).toEqual([{ c: value }]);
  });

  it.each<[string, ColumnType, string]>([
    ["a boolean that is neither 0 nor 1", "Bool", "02"],
    ["a null mark that is neither 0 nor 1", { nullable: "UInt8" }, "0201"],
    ["an enum value that has no name", { enum8: { a: 1 } }, "02"],
    ["a 64-bit number beyond 2^53", "UInt64", "0000000000002000"],
    ["the greatest 64-bit number", "UInt64", "ffffffffffffffff"],
    ["a moment beyond 2^53", "DateTime64(3, 'UTC')", "0000000000002000"],
    ["a text that is not UTF-8", "String", "02c328"],
    ["a surrogate in UTF-8's clothes", "String", "03eda080"],
    ["a length written longer than it needs", "String", "8300616263"],
    ["a length of more than five bytes", "String", "808080808001"],
    ["a length beyond 32 bits", { array: "UInt8" }, "8080808010"],
    ["a text that is longer than the bytes", "String", "0561"],
    ["a list that is longer than the bytes", { array: "UInt8" }, "ffffffff0f01"],
  ])("refuses %s", (_, type, hex) => {
    expect(() => read(type, hex)).toThrow(CoreError);
  });

  it("never reads beyond its own part of a shared buffer", () => {
    const whole = Buffer.from("00000361626300", "hex");
    expect(tableOf("String").decode(whole.subarray(2, 6))).toEqual([{ c: "abc" }]);
    expect(() => tableOf("String").decode(whole.subarray(2, 5))).toThrow(CoreError);
  });
});

describe("ByteWriter", () => {
  it("writes any text as length and UTF-8, whatever stood in the buffer before", () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const to = new ByteWriter(1);
        for (const each of texts) to.text(each);
        const expected = texts.map((each) => {
          const length = new ByteWriter();
          length.varuint(Buffer.byteLength(each));
          return Buffer.concat([length.slice(), Buffer.from(each)]);
        });
        expect(Buffer.from(to.slice())).toEqual(Buffer.concat(expected));
      }),
    );
  });

  it("hands over what was written in a buffer of its own, and starts again", () => {
    const to = new ByteWriter(4);
    to.text("first");
    const taken = to.take();
    to.text("second");
    expect(Buffer.from(taken).toString()).toBe("\u0005first");
    expect(taken.byteOffset).toBe(0);
    expect(Buffer.from(to.view()).toString()).toBe("\u0006second");
    expect(to.take().buffer).not.toBe(taken.buffer);
    expect(to.length).toBe(0);
  });
});

describe("versions", () => {
  const table = new RecordTable("t", 2, {
    a: { type: "UInt8", since: 1, doc: "" },
    b: { type: "UInt8", since: 2, doc: "" },
  });

  it("an older row is read with the columns of its time", () => {
    expect(table.columnNames(1)).toEqual(["a"]);
    expect(table.decode(Uint8Array.of(7, 8), 1)).toEqual([{ a: 7 }, { a: 8 }]);
    expect(table.decode(Uint8Array.of(7, 8))).toEqual([{ a: 7, b: 8 }]);
  });

  it.each([0, 3, 1.5, Number.NaN, -1])("version %s is refused", (version) => {
    expect(() => table.decode(new Uint8Array(), version)).toThrow(
      expect.objectContaining({ code: "UNKNOWN_VERSION" }),
    );
  });
});

describe("clickhouseType", () => {
  it("spells every type as ClickHouse does", () => {
    expect(clickhouseType("DateTime64(3, 'UTC')")).toBe("DateTime64(3, 'UTC')");
    expect(clickhouseType({ hex: 32 })).toBe("FixedString(32)");
    expect(clickhouseType({ nullable: "UInt8" })).toBe("Nullable(UInt8)");
    expect(clickhouseType({ enum8: { a: -1, b: 2 } })).toBe("Enum8('a' = -1, 'b' = 2)");
    expect(clickhouseType({ array: { tuple: { x: "UInt8", y: { array: "String" } } } })).toBe(
      "Array(Tuple(x UInt8, y Array(String)))",
    );
  });

  it("knows every column of the records", () => {
    for (const { type } of [decisionRecord, remoteCallRecord, coverageRecord, catalogRecord].flatMap(
      ({ columns }) => Object.values<{ readonly type: ColumnType }>(columns),
    )) {
      expect(clickhouseType(type)).toMatch(/^[A-Z]\w+(\(.+\))?$/);
    }
  });
});
