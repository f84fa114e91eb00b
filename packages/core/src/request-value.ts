/**
 * One value of a request: a header (in lower or upper case), a query parameter, a parameter of the route's path, or a
 * claim of the JSON Web Token in its `authorization: Bearer …` header.
 *
 * A claim goes by its name, or by a path of names joined by dots (`user.id`) where there is no claim of the whole name;
 * it is a text, a number, a boolean, or an array of those. **The token is decoded, not verified**: signature, expiry and
 * audience are the application's to check, and a claim is only as true as that check. A request that the application
 * refuses is recorded all the same, as whoever its token names, with its status 401.
 */
export type RequestValue =
  | { readonly header: string }
  | { readonly query: string }
  | { readonly param: string }
  | { readonly claim: string };
