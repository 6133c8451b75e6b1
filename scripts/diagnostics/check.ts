/** Examples are checked as `example.faultline`, with a few files beside it that they import. */
import { type CheckResult, checkProgram } from '../../grammar/check.ts';

const MAIN = 'file:///this.faultline';
const others: Readonly<Record<string, string>> = {
  'file:///one.faultline': 'message Vote(yes: Bool)',
  'file:///two.faultline': 'message Vote(term: Int)',
};

export function checkExample(text: string): CheckResult {
  return checkProgram(MAIN, {
    read: (uri) => (uri === MAIN ? text : others[uri]),
    resolve: (path) => `file:///${path}`,
  });
}
