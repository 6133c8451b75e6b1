import { describe, it } from 'vitest';
import { agreesWithDefinition, calls, environmentMove, eventMove, somePair } from '../testing/definition.ts';
import { fencing } from './fencing.ts';
import { mutualExclusion } from './mutual-exclusion.ts';

describe('mutualExclusion', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(
      mutualExclusion,
      [eventMove('acquire', ['x', 'y'], [0]), eventMove('release', ['x', 'y']), environmentMove],
      (events) =>
        somePair(calls(events, 'acquire'), (held, asked) => {
          const released = calls(events, 'release').some(
            (call) => call.node === held.node && call.arguments[0] === held.arguments[0] && held.at < call.at && call.at < asked.at,
          );
          return held.at < asked.at && held.node !== asked.node && held.arguments[0] === asked.arguments[0] && !released;
        }),
    );
  });
});

describe('fencing', () => {
  it('is what the definition says', () => {
    agreesWithDefinition(fencing, [eventMove('access', ['disk', 'queue'], [1, 2, 3])], (events) =>
      somePair(
        calls(events, 'access'),
        (a, b) => a.at < b.at && a.arguments[0] === b.arguments[0] && Number(b.arguments[1]) < Number(a.arguments[1]),
      ),
    );
  });
});
