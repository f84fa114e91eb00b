/** A range of `Accept` or `Accept-Language`, such as `text/*` or `zh-CN`, with its weight from 0 to 1. */
interface Range {
  readonly name: string;
  readonly weight: number;
}

/** Longest header that is looked at: what is longer is taken as if it were not there. */
const MOST_LENGTH = 1024;

/** The offered media type that a client likes best; the first of equals, and the first where it says nothing we have. */
export function preferredType<T extends string>(accept: string | undefined, offered: readonly T[]): T {
  return preferred(accept, offered, (type, range) => {
    if (range === type) return 3;
    if (range === `${type.split("/", 1).join()}/*`) return 2;
    return range === "*/*" ? 1 : 0;
  });
}

/** The offered language that a client likes best, likewise: `zh-CN` is for `zh`. */
export function preferredLanguage<T extends string>(accept: string | undefined, offered: readonly T[]): T {
  return preferred(accept, offered, (language, range) => {
    if (range === language || range.startsWith(`${language}-`)) return 2;
    return range === "*" ? 1 : 0;
  });
}

/** `fit` says how exactly a range is for an offer; 0 for not at all. The most exact range decides. */
function preferred<T extends string>(
  header: string | undefined,
  offered: readonly T[],
  fit: (offer: T, range: string) => number,
): T {
  const ranges = rangesOf(header);
  const [first] = offered as readonly [T];
  let best = first;
  let most = 0;
  for (const offer of offered) {
    let [weight, exact] = [0, 0];
    for (const range of ranges) {
      const fits = fit(offer, range.name);
      if (fits > exact) [weight, exact] = [range.weight, fits];
    }
    if (weight > most) [best, most] = [offer, weight];
  }
  return best;
}

function rangesOf(header = ""): Range[] {
  if (header.length > MOST_LENGTH) return [];
  return header.split(",").map((part) => {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
    return { name, weight: weight >= 0 && weight <= 1 ? weight : 0 };
  });
}
