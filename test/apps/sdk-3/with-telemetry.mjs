// Starts the SDK itself, before it loads the rest.
await import("./telemetry.mjs");
await import("./by-import.mjs");
