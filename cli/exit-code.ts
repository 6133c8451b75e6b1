/** What the process says of itself when it ends. */
export const ExitCode = {
  asExpected: 0,
  claimFailed: 1,
  undecided: 2,
  badInput: 3,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The one that a reader must know of first: input that was not understood, then a failure, then a doubt. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  for (const code of [ExitCode.badInput, ExitCode.claimFailed, ExitCode.undecided]) if (codes.includes(code)) return code;
  return ExitCode.asExpected;
}
