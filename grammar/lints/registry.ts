/** All lints. Adding one is one new file and one line here. Codes are stable: one that is given up is not given again. */
import { claimsNothing } from './claims-nothing.ts';
import { countedMessages } from './counted-messages.ts';
import { disjointQuorums } from './disjoint-quorums.ts';
import { forgottenPromise } from './forgotten-promise.ts';
import type { Lint } from './lint.ts';
import { lostTimers } from './lost-timers.ts';
import { neverHappened } from './never-happened.ts';
import { noAnswer } from './no-answer.ts';
import { replyBeforeSync } from './reply-before-sync.ts';
import { shadowedMember } from './shadowed-member.ts';
import { suppression } from './suppression.ts';
import { unhandledMessage } from './unhandled-message.ts';
import { unreachableHandler } from './unreachable-handler.ts';
import { unused } from './unused.ts';
import { waitsForEver } from './waits-for-ever.ts';

export const LINTS: readonly Lint[] = [
  unhandledMessage,
  unreachableHandler,
  unused,
  forgottenPromise,
  countedMessages,
  disjointQuorums,
  waitsForEver,
  lostTimers,
  replyBeforeSync,
  claimsNothing,
  shadowedMember,
  noAnswer,
  neverHappened,
  suppression,
];
