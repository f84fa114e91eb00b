/** What starts services and is none itself: it hands the environment, and `NODE_OPTIONS` with it, on to them. */
const STARTERS = /(?:^|[\\/])(?:npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)(?:-cli)?(?:\.[cm]?js)?$/;

/** Whether the process that runs `script` may be a service, and not a package manager on the way to one. */
export function mayServe(script: string | undefined): boolean {
  return script === undefined || !STARTERS.test(script);
}
