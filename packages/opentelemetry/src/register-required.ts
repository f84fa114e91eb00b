/**
 * What `--require @probity/opentelemetry/register` loads. A probe takes a moment to open, which `require` can't wait for, and
 * what is served before that would be missing: so it is not done at all, and that is said.
 */
process.stderr.write(
  "probity: nothing is recorded: load @probity/opentelemetry/register with --import, not --require\n",
);
if (process.env["PROBITY_REQUIRED"] === "1" || process.env["PROBITY_REQUIRED"] === "true") process.exit(1);

export {};
