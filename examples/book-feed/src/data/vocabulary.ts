/** Words of one genre; a generated title is put together from its genre's words. */
export interface Genre {
  readonly adjectives: readonly string[];
  readonly nouns: readonly string[];
  readonly publishers: readonly string[];
}

/** The taste clusters of generated data: readers keep to one or two of them. */
export const genres: readonly Genre[] = [
  {
    adjectives: ["Silent", "Last", "Cold", "Hidden", "Broken", "Missing"],
    nouns: ["Witness", "Verdict", "Harbour", "Alibi", "Detective", "Confession", "Footprint", "Evidence"],
    publishers: ["Lantern Crime", "Docklands Press"],
  },
  {
    adjectives: ["Burning", "Forgotten", "Seventh", "Silver", "Wandering", "Hollow"],
    nouns: ["Dragon", "Crown", "Tower", "Prophecy", "Sword", "Forest", "Kingdom", "Oath"],
    publishers: ["Greenwood House", "Ninth Gate"],
  },
  {
    adjectives: ["Distant", "Frozen", "Infinite", "Artificial", "Drifting", "Red"],
    nouns: ["Orbit", "Signal", "Colony", "Machine", "Horizon", "Starship", "Moon", "Algorithm"],
    publishers: ["Perihelion", "Ninth Gate"],
  },
  {
    adjectives: ["Summer", "Stolen", "Secret", "Sweet", "Second", "Moonlit"],
    nouns: ["Promise", "Kiss", "Wedding", "Letter", "Garden", "Stranger", "Heart", "Dance"],
    publishers: ["Rosehip Books", "Seaside Paperbacks"],
  },
  {
    adjectives: ["Quiet", "Ordinary", "Inherited", "Divided", "Unfinished", "Glass"],
    nouns: ["House", "Daughter", "Winter", "Portrait", "River", "Memory", "Silence", "Island"],
    publishers: ["Marlow & Finch", "Atlas Literary"],
  },
  {
    adjectives: ["Brave", "Little", "Upside-Down", "Magic", "Sleepy", "Curious"],
    nouns: ["Fox", "Treehouse", "Balloon", "Pirate", "Robot", "Kitten", "School", "Treasure"],
    publishers: ["Paper Boat", "Tadpole Press"],
  },
];

/** Given names of generated authors. */
export const givenNames: readonly string[] = [
  ..."Ada Bruno Clara Dmitri Elena Farid Greta Hiro Ines Jonas Kavya Lin Mara Nils".split(" "),
];

/** Family names of generated authors. */
export const familyNames: readonly string[] = [
  ..."Abbott Baptiste Castell Dahl Eriksen Fontaine Grünwald Hollis Ito Jansen Kovac Lindqvist".split(" "),
  ..."Moreau Novak Okafor Pereira Quist Rahman Sato Thorne Ullman Vance Winter Zhao".split(" "),
];

/** Where generated readers live, most readers first: city, state, country, as Book-Crossing writes them. */
export const places: readonly (readonly [city: string, state: string, country: string])[] = [
  ["portland", "oregon", "usa"],
  ["austin", "texas", "usa"],
  ["madison", "wisconsin", "usa"],
  ["toronto", "ontario", "canada"],
  ["leeds", "england", "united kingdom"],
  ["hamburg", "hamburg", "germany"],
  ["perth", "western australia", "australia"],
  ["lyon", "rhone-alpes", "france"],
  ["madrid", "madrid", "spain"],
  ["porto", "n/a", "portugal"],
];
