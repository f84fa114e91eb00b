import { ERROR, HTTP_STATUS, numberOf, type SpanAttributes, textOf } from "./semconv.ts";

/** Whether the attributes say that a call failed: an error's type, an HTTP status from 400 on, a gRPC status but 0. */
export function failedBy(attributes: SpanAttributes): boolean {
  if (textOf(attributes, ERROR) !== "") return true;
  if ((numberOf(attributes, HTTP_STATUS) ?? 0) >= 400) return true;
  const grpc = attributes["rpc.grpc.status_code"];
  return typeof grpc === "number" && grpc !== 0;
}
