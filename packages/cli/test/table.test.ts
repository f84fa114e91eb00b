import { expect, it } from "vitest";

import { colours } from "../src/terminal/style.ts";
import { formatTable } from "../src/terminal/table.ts";
import { formatTree } from "../src/terminal/tree.ts";

const columns = [
  { title: "Outlet", cell: ([outlet]: readonly [string, number]) => outlet },
  { title: "Items", cell: ([, items]: readonly [string, number]) => String(items), isNumber: true },
  { title: "End", cell: () => "." },
];

it("keeps columns straight under Chinese text, numbers to the right", () => {
  const table = formatTable(columns, [
    ["猜你喜欢", 20],
    ["home", 5],
  ]);
  expect(table).toBe(["Outlet    Items  End", "猜你喜欢     20  .", "home          5  .", ""].join("\n"));
});

it("does not count colours as width", () => {
  const table = formatTable(columns, [
    [colours.bad("home"), 5],
    ["hotlist", 5],
  ]);
  expect(table.split("\n")[1]).toBe(`${colours.bad("home")}         5  .`);
});

it("draws a tree with a trunk beside everything that goes on below", () => {
  const tree = formatTree({
    text: "root",
    children: [
      { text: "a", children: [{ text: "a1" }, { text: "a2" }] },
      { text: "b", children: [{ text: "b1" }] },
    ],
  });
  expect(tree).toBe(["root", "├─ a", "│  ├─ a1", "│  └─ a2", "└─ b", "   └─ b1", ""].join("\n"));
});
