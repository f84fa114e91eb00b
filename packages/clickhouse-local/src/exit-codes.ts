/** @internal The server process ended because it could not load the ClickHouse library. */
export const NO_ENGINE = 3;
