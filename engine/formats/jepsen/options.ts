/** What decides verdicts on Jepsen's histories; defaults are those of Jepsen, Knossos and Elle. */
import { type OptionValues, oneOf, text, value } from '../options.ts';

export const jepsenOptions = {
  workload: oneOf(
    ['auto', 'register', 'set', 'counter', 'queue', 'lock', 'transactions', 'other'],
    'auto',
    'What the operations are done to. `auto` tells it from their names and values.',
  ),
  initial: value(null, 'What every object holds at first.'),
  nilReads: oneOf(
    ['auto', 'unknown', 'none'],
    'auto',
    'What a read says that returned `nil`. `unknown`: nothing, as in Knossos. `none`: that the object held nothing, as in Elle. ' +
      '`auto`: `none` in transactions of `:r`, `:w` and `:append`, else `unknown`.',
  ),
  failedCas: oneOf(
    ['dropped', 'observed'],
    'dropped',
    'What a `:fail` of a `:cas` says. `dropped`: it did not happen, as in Knossos. `observed`: the register held another value.',
  ),
  keys: oneOf(
    ['auto', 'tuples', 'none'],
    'auto',
    'Whether values are `[key value]`, as the independent generator makes them. `auto`: if all of them are vectors of two.',
  ),
  object: text('', 'How an object without a key is called; without this, `register`, `set`, `counter`, `queue` or `lock`.'),
} as const;
export type JepsenOptions = OptionValues<typeof jepsenOptions>;
