// Prints the closing line of a test run out of the runner's own JSON report: "N passed, N failed[, N skipped]".
import { readFileSync } from "node:fs";

const [label = "", file = ""] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
  readFileSync(file, "utf8"),
);
const skipped = numPendingTests + numTodoTests;
const line = `${numPassedTests} passed, ${numFailedTests} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
console.log(label === "" ? line : `${label} ${line}`);
if (!success) process.exitCode = 1;
