/** What people write who think in another language: recognised where the parser stops, so that its message can say how it is written here. */
import type { SyntaxProblemCode } from './problems.ts';

/** The text of the `k`th token ahead; of the last one that was read for 0. */
type Look = (k: number) => string;

interface Habit {
  readonly code: SyntaxProblemCode;
  /** In the message, what was expected; anything if absent. */
  readonly expected?: string;
  /** How it is written here, if it is this habit. */
  readonly mend: (look: Look) => string | undefined;
}

const faults = new Set(['crash', 'recover', 'partition', 'isolate', 'heal', 'pause', 'resume', 'jump']);
const isMessage = (word: string): boolean => /^[A-Z]\w*$/.test(word);

const habits: readonly Habit[] = [
  {
    code: 'FL1010',
    expected: 'the block of `on ',
    mend: (look) => (look(1) === 'where' || look(1) === 'if' ? 'a guard begins with `when`' : undefined),
  },
  {
    code: 'FL1010',
    expected: 'the block of `on ',
    mend: (look) => (/^(?:receive|receives|message|receipt)$/.test(look(0)) && isMessage(look(1)) ? `write \`on ${look(1)}\`` : undefined),
  },
  {
    code: 'FL1010',
    expected: 'the block of `func ',
    mend: (look) => (look(1) === ':' ? 'the type of the result stands behind `->`' : undefined),
  },
  {
    code: 'FL1010',
    expected: 'expected `,` or `)`',
    mend: (look) => (look(1) === '=' && /^\w+$/.test(look(0)) ? `an argument is named with a colon: \`${look(0)}: …\`` : undefined),
  },
  {
    code: 'FL1012',
    expected: 'runs through',
    mend: (look) => (look(1) === '(' ? 'it is written without parentheses: `for x in xs { }`' : undefined),
  },
  {
    code: 'FL1015',
    mend: (look) =>
      /^[A-Za-z_]\w*$/.test(look(1)) && /^[-+]$/.test(look(2)) && look(3) === look(2) ? `write \`${look(1)} ${look(2)}= 1\`` : undefined,
  },
  {
    code: 'FL1015',
    mend: (look) => (/^[a-z]\w*$/.test(look(1)) && isMessage(look(2)) ? `a message is sent with \`send ${look(2)}(…) to …\`` : undefined),
  },
  { code: 'FL1018', mend: (look) => (/^(?:def|fn|fun|function|procedure)$/.test(look(1)) ? 'a function begins with `func`' : undefined) },
  {
    code: 'FL1019',
    mend: (look) =>
      faults.has(look(1)) ? 'faults stand in `at 30ms { … }` or `when … { … }`, or in a budget such as `up to 1 crash`' : undefined,
  },
  { code: 'FL1019', mend: (look) => (look(1) === 'and' ? 'each property has a `check` of its own' : undefined) },
];

/** How what stands at a problem is written here, if it is known what is meant. */
export function mendOf(code: SyntaxProblemCode, message: string, look: Look): string | undefined {
  for (const habit of habits) {
    if (habit.code !== code || !message.includes(habit.expected ?? '')) continue;
    const mend = habit.mend(look);
    if (mend !== undefined) return mend;
  }
  return undefined;
}
