import type { CatalogRow } from "@probity/core";

/** Catalogs that are to be registered before any row that refers to them. */
export class Catalogs {
  readonly #register: (rows: readonly CatalogRow[]) => Promise<unknown>;
  readonly #waiting: (readonly CatalogRow[])[] = [];
  #registering: Promise<void> | undefined;

  constructor(register: (rows: readonly CatalogRow[]) => Promise<unknown>) {
    this.#register = register;
  }

  add(rows: readonly CatalogRow[]): void {
    this.#waiting.push(rows);
  }

  /** Resolves once all that were added are registered. One at a time, also when several ask. */
  async registered(): Promise<void> {
    while (this.#waiting.length > 0) {
      this.#registering ??= this.#registerNext().finally(() => (this.#registering = undefined));
      await this.#registering;
    }
  }

  // It leaves the list only when it is registered.
  async #registerNext(): Promise<void> {
    await this.#register(this.#waiting[0] ?? []);
    this.#waiting.shift();
  }
}
