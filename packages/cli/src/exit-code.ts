/** 0: fine. 1: the answer is no. 2: the call was wrong, or the answer could not be found out. */
export type ExitCode = 0 | 1 | 2;
