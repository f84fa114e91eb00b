/** Whether a code of the taxonomy is another, or of that class: `SPI.MED.COND` is of `SPI.MED` and of `SPI`. */
export function isWithin(code: string, codeOrClass: string): boolean {
  return code === codeOrClass || code.startsWith(`${codeOrClass}.`);
}
