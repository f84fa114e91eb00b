import { isIP } from "node:net";
import type { Bilingual } from "../rule.ts";
import { hasLuhnCheck, hasMod11Check, hasMod31Check, isBirthDay } from "./checksums.ts";

/** A form that values of one kind have. */
export interface ValueShape {
  readonly name: string;
  /** A code of the taxonomy, or a kind of personal data without one. */
  readonly stands: string;
  /** It has a check digit, or else is a form that hardly anything else has. */
  readonly isCertain: boolean;
  readonly title: Bilingual;
  readonly matches: (text: string) => boolean;
}

function shape(
  name: string,
  stands: string,
  isCertain: boolean,
  title: readonly [zh: string, en: string],
  matches: (text: string) => boolean,
): ValueShape {
  const [zh, en] = title;
  return { name, stands, isCertain, title: { zh, en }, matches };
}

const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const PLATE = new RegExp(`^[${PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]$`, "u");

/** The forms that are looked for. None of the expressions has more than one way to match. */
export const valueShapes: readonly ValueShape[] = [
  shape(
    "id_card",
    "LEG.ID",
    true,
    ["居民身份证号（GB 11643，校验位正确）", "identity card numbers (GB 11643, check digit right)"],
    (text) => /^[1-9]\d{16}[\dXx]$/.test(text) && isBirthDay(text.slice(6, 14)) && hasMod11Check(text),
  ),
  shape(
    "id_card_15",
    "LEG.ID",
    false,
    ["十五位旧身份证号", "identity card numbers of the old form, 15 digits"],
    (text) => /^[1-6]\d{14}$/.test(text) && isBirthDay(`19${text.slice(6, 12)}`) && !isImei(text),
  ),
  shape("passport", "LEG.ID", false, ["中国护照号", "numbers of Chinese passports"], (text) =>
    /^(?:E[A-HJ-NP-Z]\d{7}|[EG]\d{8}|[DPS]E?\d{7})$/.test(text),
  ),
  shape(
    "bank_card",
    "SPI.FIN.ACCOUNT",
    true,
    ["银行卡号（Luhn 校验正确）", "bank card numbers (Luhn's check right)"],
    (text) => isBankCard(text.replaceAll(/[ -]/g, "")),
  ),
  shape("ip", "LEG.COARSELOC", true, ["IP 地址", "IP addresses"], (text) => isIP(text) !== 0),
  shape("coordinates", "SPI.LOC.PRECISE", false, ["经纬度坐标对", "pairs of coordinates"], (text) =>
    isCoordinates(text),
  ),
  shape("mobile", "mobile", false, ["中国手机号", "Chinese mobile numbers"], (text) =>
    /^(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}$/.test(text),
  ),
  shape("email", "email", true, ["电子邮件地址", "e-mail addresses"], (text) =>
    /^[\w.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/.test(text),
  ),
  shape("plate", "plate", true, ["中国机动车号牌", "Chinese number plates"], (text) =>
    PLATE.test(text.replaceAll(/[ ·-]/gu, "")),
  ),
  shape("imei", "device_id", true, ["IMEI（Luhn 校验正确）", "IMEIs (Luhn's check right)"], isImei),
  shape("mac", "device_id", true, ["MAC 地址", "MAC addresses"], (text) =>
    /^[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}$/.test(text),
  ),
  shape(
    "uscc",
    "organisation",
    true,
    [
      "统一社会信用代码（GB 32100，校验位正确）",
      "unified social credit codes (GB 32100, check character right)",
    ],
    (text) => /^[1-9A-NY][1-9][0-9A-HJ-NPQRTUWXY]{16}$/.test(text) && hasMod31Check(text) && !isIdCard(text),
  ),
  shape("birth_date", "birth_date", false, ["可能的出生日期", "dates that may be of birth"], isDateOfBirth),
];

function isIdCard(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && isBirthDay(text.slice(6, 14)) && hasMod11Check(text);
}

/** By issuer: UnionPay, Visa, Mastercard, American Express, JCB, Diners Club. */
const ISSUERS = /^(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|35\d{14}|3[068]\d{12})$/;

function isBankCard(digits: string): boolean {
  return ISSUERS.test(digits) && hasLuhnCheck(digits);
}

function isImei(text: string): boolean {
  return /^(?:01|35|8[56]|99)\d{13}$/.test(text) && hasLuhnCheck(text);
}

/** Latitude and longitude, in either order, to three decimals or more: some hundred metres. */
function isCoordinates(text: string): boolean {
  const [, first = "", second = ""] =
    /^\(?(-?\d{1,3}\.\d{3,15})[,; ] ?(-?\d{1,3}\.\d{3,15})\)?$/.exec(text) ?? [];
  if (first === "") return false;
  const [a, b] = [Math.abs(Number(first)), Math.abs(Number(second))];
  return Math.min(a, b) <= 90 && Math.max(a, b) <= 180;
}

// Anything later may as well be when a row was written: that it is a date says nothing.
function isDateOfBirth(text: string): boolean {
  const [, year = "", month = "", day = ""] = /^(\d{4})[-/.年]?(\d{2})[-/.月]?(\d{2})日?$/u.exec(text) ?? [];
  return Number(year) < 2010 && isBirthDay(year + month + day);
}
