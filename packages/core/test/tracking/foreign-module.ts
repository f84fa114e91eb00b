export const settings = { depth: 3 };
