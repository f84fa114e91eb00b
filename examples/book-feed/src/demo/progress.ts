const width = 30;

/** A progress bar on a terminal; elsewhere a line for every tenth. */
export function progressBar(what: string, out: NodeJS.WriteStream): (done: number, total: number) => void {
  let last = -1;
  return (done, total) => {
    const step = Math.floor((done / total) * (out.isTTY ? 100 : 10));
    if (step === last) return;
    last = step;
    const filled = Math.round((done / total) * width);
    const bar = `${what} [${"#".repeat(filled)}${".".repeat(width - filled)}] ${done} of ${total}`;
    if (out.isTTY) out.write(`\r${bar}${done === total ? "\n" : ""}`);
    else out.write(`${bar}\n`);
  };
}
