import type { Random } from "./random.ts";
import type { Row, UserColumn } from "./tables.ts";
import { places } from "./vocabulary.ts";

/** Shares of readers by what they say of their age, as counted in Book-Crossing; the rest are adults. */
const ageShares = { missing: 0.39, under14: 0.008, under18: 0.03, impossible: 0.002 };

const impossibleAges = [239, 116, 140, 199, 244, 104];

/** Generates readers. Every kind of age occurs at least once, however few readers there are. */
export function generateReaders(random: Random, count: number): Row<UserColumn>[] {
  const ages = random.shuffle(agesFor(random, count));
  return ages.map((age, at) => {
    // Skewed, so that the first places hold most of the readers.
    const place = Math.floor(random.next() ** 2 * places.length);
    const [city, state, country] = places[place] ?? ["", "", ""];
    // In the source a row whose country is lost carries its stray quote in the age.
    const lostCountry = age !== "" && random.chance(0.023);
    return {
      "User-ID": String(at + 1),
      "User-City": city,
      "User-State": ` ${state}`,
      "User-Country": lostCountry ? "" : ` ${country}"`,
      "User-Age": lostCountry ? `${age}"` : age,
    };
  });
}

function agesFor(random: Random, count: number): string[] {
  const some = (share: number, make: (at: number) => string): string[] =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, (_, at) => make(at));
  const special = [
    ...some(ageShares.missing, () => ""),
    ...some(ageShares.under14, () => String(random.between(8, 13))),
    ...some(ageShares.under18, () => String(random.between(14, 17))),
    ...some(ageShares.impossible, (at) => String(impossibleAges[at % impossibleAges.length])),
  ];
  const adults = Math.max(0, count - special.length);
  return [...special, ...Array.from({ length: adults }, () => adultAge(random))].slice(0, count);
}

// The sum of two dice rather than one: most readers are in their thirties and forties.
function adultAge(random: Random): string {
  return String(18 + random.between(0, 28) + random.between(0, 28));
}
