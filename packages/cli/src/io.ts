/** All that a command has of the world, so that a test of a command is a function call. */
export interface Io {
  /** Writes data, to standard output. */
  readonly out: (text: string) => void;
  /** Writes talk, to standard error: progress, warnings, what went wrong. */
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Directory that relative paths start from. */
  readonly cwd: string;
  /** Whether a person looks at standard output. */
  readonly isTTY: boolean;
  /** IANA name of the time zone that times are shown in, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** All of standard input, as text. */
  readonly readInput: () => Promise<string>;
  /** Resolves when somebody asks the command to end: Ctrl-C, or SIGTERM. Only the first time; the next one kills. */
  readonly interrupted: () => Promise<void>;
}
