import { row, type SensitivityCode } from "./sensitivity-code.ts";

/** Special categories of GDPR 9 that PIPL 28 doesn't name: tier E. Their source is the category itself. */
export const europeanCodes: readonly SensitivityCode[] = [
  row("EU.ETHNIC", "E", "种族或民族出身", "racial or ethnic origin", "ethnicity minzu race"),
  row("EU.POL", "E", "政治观点、党派", "political opinion, party", "political_view party_member"),
  row("EU.UNION", "E", "工会成员身份", "trade-union membership", "union_member"),
];
