/** @internal A text as a ClickHouse string literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
