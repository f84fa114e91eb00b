import { parseArgs } from "node:util";

/** What `npm start -- …` may ask for. */
export interface DemoOptions {
  /** End after the summary instead of staying up. */
  readonly once: boolean;
  /** Folder with the Book-Crossing files. @default generated data of the same shape */
  readonly data: string | undefined;
  /** Ranking requests to replay. */
  readonly requests: number;
  /** Rules hold what they would otherwise only find. */
  readonly enforce: boolean;
}

const usage = `usage: npm start -- [--once] [--data FOLDER] [--requests NUMBER] [--enforce]
`;

/** Reads the command line; a wrong one is told, and ends the process with exit code 2. */
export function demoOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: "boolean", default: false },
        data: { type: "string" },
        requests: { type: "string", default: "3000" },
        enforce: { type: "boolean", default: false },
      },
    });
    const requests = /^[1-9]\d{0,6}$/.test(values.requests) ? Number(values.requests) : undefined;
    if (requests === undefined)
      throw new RangeError(`--requests takes a number from 1 on, found "${values.requests}"`);
    return { once: values.once, data: values.data, requests, enforce: values.enforce };
  } catch (fault) {
    process.stderr.write(`${(fault as Error).message}\n${usage}`);
    process.exit(2);
  }
}
