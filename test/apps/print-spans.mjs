/** Prints each span that is exported as a line "span <JSON>". */
export const printingExporter = {
  export(spans, done) {
    for (const span of spans) {
      const { traceId, spanId } = span.spanContext();
      const { name: scope } = span.instrumentationScope;
      const parent = span.parentSpanContext?.spanId;
      const { name, kind, attributes, events } = span;
      console.log(
        `span ${JSON.stringify({ scope, name, kind, traceId, spanId, parent, attributes, events })}`,
      );
    }
    done({ code: 0 });
  },
  async forceFlush() {},
  async shutdown() {},
};

/** Of instrumentations by name those that INSTRUMENTATIONS lists, all without. */
export function chosen(all) {
  const names = process.env.INSTRUMENTATIONS?.split(",") ?? Object.keys(all);
  return names.map((name) => new all[name]());
}
