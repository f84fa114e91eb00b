// Packs every public package as it would be published, and lets publint and attw look at the tarballs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "probity-packages-"));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
let failed = 0;
try {
  for (const name of readdirSync("packages")) {
    execFileSync("npx", ["--yes", packageManager, "pack", "--pack-destination", folder], {
      cwd: join("packages", name),
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  for (const tarball of readdirSync(folder)) {
    try {
      run("node_modules/.bin/publint", ["run", join(folder, tarball), "--strict"]);
      run("node_modules/.bin/attw", [join(folder, tarball), "--profile", "esm-only", "--format", "ascii"]);
    } catch {
      failed += 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${readdirSync("packages").length - failed} packages fine, ${failed} not`);
process.exitCode = failed === 0 ? 0 : 1;
