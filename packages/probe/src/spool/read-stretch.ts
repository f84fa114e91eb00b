export { readStretch } from "./recovered.ts";
