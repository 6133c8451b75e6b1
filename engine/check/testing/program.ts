import { checkProgram } from '../../../grammar/check.ts';
import type { CheckedProgram } from '../../../grammar/semantics/program.ts';
import type { Place } from '../../../grammar/syntax/range.ts';

const uri = 'file:///test.faultline';

/** The checked program of a text that has no mistakes. */
export function programOf(text: string): CheckedProgram {
  const { program, problems } = checkProgram(uri, {
    read: (asked) => (asked === uri ? text : undefined),
    resolve: (path) => path,
  });
  if (program === undefined)
    throw new Error(problems.map(({ message, range }) => `${message} at «${text.slice(range.start, range.end)}»`).join('\n'));
  return program;
}

/** What stands at a place. */
export function textAt(text: string, place: Place): string {
  return text.slice(place.start, place.end);
}
