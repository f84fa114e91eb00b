/** Legal types by the two digits that stand for them in a filing number. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["01", "generation"],
  ["02", "personalised_push"],
  ["03", "ranking"],
  ["04", "retrieval"],
  ["05", "dispatch"],
]);

/**
 * What one would expect in place of a filing number that looks mistyped; undefined when it looks right, or is empty.
 *
 * The form was read off published numbers, not out of a rule: `网信算备`, division (6 digits), subject (7), type (2),
 * year (2), serial (3), check digit, `号`. So this is a hint only. Another kind of number, such as that of a
 * generative-AI model, is another filing and doesn't belong here.
 */
export function filingDoubt(filing: string, type: string | undefined): string | undefined {
  if (filing === "") return undefined;
  const digits = /^网信算备[:：]?(\d{13}0[1-5]2[2-9]\d{4})号?$/.exec(filing.replaceAll(/\s/gu, ""))?.[1];
  if (digits === undefined) return "网信算备, 21 digits, 号";
  const check = checkDigit(digits);
  if (digits.at(-1) !== check)
    return `${check} as the last of its digits, by the check that published numbers pass`;
  const filed = TYPES.get(digits.slice(13, 15));
  if (filed === undefined || filed === type || type === undefined) return undefined;
  return `the number of a ${type} algorithm: this one is of type ${digits.slice(13, 15)}, ${filed}`;
}

// Weights 2, 1, 3, 4 in turn over the first twenty digits: 56 of 57 published numbers agree.
function checkDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < 20; at += 1) sum += Number(digits[at]) * ([2, 1, 3, 4][at % 4] ?? 0);
  return String(2 * (sum % 5) + 1);
}
