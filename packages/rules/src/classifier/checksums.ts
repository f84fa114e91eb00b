/** ISO/IEC 7064 MOD 11-2 over 17 digits and a check character, as in GB 11643 identity numbers. */
export function hasMod11Check(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < 18; i += 1) {
    const digit = text[i] === "X" || text[i] === "x" ? 10 : Number(text[i]);
    sum += digit * (2 ** (17 - i) % 11);
  }
  return sum % 11 === 1;
}

/** Luhn's sum over digits, as in bank cards and IMEIs. */
export function hasLuhnCheck(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

const USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** MOD 31 over 17 characters and a check character, as in GB 32100 unified social credit codes. */
export function hasMod31Check(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += USCC_CHARACTERS.indexOf(text[i] ?? "") * (3 ** i % 31);
  return USCC_CHARACTERS[(31 - (sum % 31)) % 31] === text[17];
}

/** Whether `yyyymmdd` is a day that somebody alive may be born on. */
export function isBirthDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
