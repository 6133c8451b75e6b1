/** What no run of the file came by. Found out by running the scenarios; here is only what it is called. */
import type { Lint } from './lint.ts';

export const neverHappened: Lint = {
  name: 'never-happened',
  code: 'FL6013',
  severity: 'hint',
  title: 'Never happened',
  explanation:
    'After all scenarios of the file have run: a handler or a statement that never ran, a `when` or a fault that never struck, or a claim that holds only because nothing of what it speaks of ever happened. What never happened was not tested: add a scenario that leads there, or take it out.',
  reads: 'runs',
};
