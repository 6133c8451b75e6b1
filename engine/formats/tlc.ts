/** Error traces in the output of TLC, plain or in tool mode. */
import type { Format } from './format.ts';
import type { ImportedTraces } from './imported.ts';
import { type Behaviour, behaviourTrace, type State, type Variable } from './states/behaviour.ts';
import { tlaValue, ValueError } from './states/tla-values.ts';
import { linesOf } from './text/lines.ts';
import { quoted, Refusal } from './text/refusal.ts';

export const tlc: Format<Record<string, never>> = {
  name: 'tlc',
  title: 'the output of TLC',
  options: {},
  recognises: (head) => /^(@!@!@STARTMSG \d+|TLC2 Version |State 1: <|Error: (Invariant|Temporal|Deadlock|Action property) )/m.test(head),
  read: (chunks, _, file) => {
    const reader = new TlcReader(file);
    for (const { text, number } of linesOf(chunks)) reader.line(text, number);
    return reader.end();
  },
};

interface Pending {
  readonly action: string;
  readonly line: number;
  /** Each with the line it begins on. */
  readonly variables: { text: string; readonly line: number }[];
}

class TlcReader {
  readonly #file: string;
  readonly #behaviours: Behaviour[] = [];
  #states: State[] = [];
  #back: Behaviour['back'];
  #pending: Pending | undefined;
  #violation: Behaviour['violation'];
  /** The line of the message that is open, in tool mode. */
  #message: number | undefined;
  #last = 0;

  constructor(file: string) {
    this.#file = file;
  }

  line(text: string, number: number): void {
    this.#last = number;
    if (text.startsWith('@!@!@STARTMSG ') || text.startsWith('@!@!@ENDMSG ')) {
      this.#endState();
      this.#message = text.startsWith('@!@!@STARTMSG ') ? number : undefined;
      return;
    }
    if (this.#header(text, number)) return;
    if (this.#pending === undefined) this.#error(text, number);
    else if (text.trim() === '') this.#endState();
    else this.#variableLine(this.#pending, text, number);
  }

  end(): ImportedTraces {
    if (this.#message !== undefined) throw new Refusal(this.#message, 'the text ends within the message that begins here');
    this.#endState();
    this.#endBehaviour();
    if (this.#behaviours.length === 0) throw new Refusal(Math.max(1, this.#last), 'there is no error trace in this output of TLC');
    return { kind: 'traces', traces: this.#behaviours.map(behaviourTrace) };
  }

  /** `State 2: <Next line 3, …>`; in tool mode without the word. */
  #header(text: string, line: number): boolean {
    const found = /^(?:State )?(\d+): (?:<(.*)>|(Stuttering)|(Back to state)\b:?(?: <(.*)>)?)\s*$/.exec(text);
    const back = /^Back to state (\d+)\b(?:: <(.*)>)?/.exec(text);
    if (found === null && back === null) return false;
    this.#endState();
    const number = Number(found?.[1] ?? back?.[1]);
    if (back !== null || found?.[4] !== undefined)
      this.#goBack(number, shortAction(found?.[5] ?? back?.[2] ?? `back to state ${number}`), line);
    else if (found?.[3] !== undefined) this.#goBack(number === this.#states.length + 1 ? number - 1 : number, 'stuttering', line);
    else this.#startState(number, found?.[2] ?? '', line);
    return true;
  }

  #startState(number: number, action: string, line: number): void {
    if (number === 1) this.#endBehaviour();
    else if (this.#back !== undefined) throw new Refusal(line, 'a state follows the end of the behaviour');
    else if (number !== this.#states.length + 1) {
      throw new Refusal(line, `state ${number} follows ${this.#states.length === 0 ? 'nothing' : `state ${this.#states.length}`}`);
    }
    this.#pending = { action, line, variables: [] };
  }

  #goBack(number: number, action: string, line: number): void {
    if (number < 1 || number > this.#states.length) {
      throw new Refusal(line, `there is no state ${number} to go back to; the behaviour has ${this.#states.length}`);
    }
    this.#back = { to: number - 1, action };
  }

  #variableLine(pending: Pending, text: string, line: number): void {
    const last = pending.variables.at(-1);
    // A single variable stands without `/\`; a value may go on in the lines that follow.
    if (text.startsWith('/\\ ')) pending.variables.push({ text: text.slice(3), line });
    else if (last === undefined) pending.variables.push({ text, line });
    else last.text += `\n${text}`;
    if ((pending.variables.at(-1)?.text.length ?? 0) > 4_000_000) throw new Refusal(line, 'a value is longer than 4000000 characters');
  }

  #endState(): void {
    const { action, variables } = this.#pending ?? {};
    this.#pending = undefined;
    if (action !== undefined && variables !== undefined)
      this.#states.push({ action: shortAction(action), variables: variables.map(variableOf) });
  }

  #endBehaviour(): void {
    if (this.#states.length > 0) {
      const violation = this.#violation;
      this.#behaviours.push({
        file: this.#file,
        title: violation?.property ?? 'error trace',
        states: this.#states,
        ...(this.#back === undefined ? {} : { back: this.#back }),
        ...(violation === undefined ? {} : { violation }),
      });
    }
    this.#states = [];
    this.#back = undefined;
  }

  /** What TLC says is wrong, before it prints the behaviour. */
  #error(text: string, line: number): void {
    const violated =
      /^(?:Error: )?(Invariant|Action property|Property|Temporal property) (\S+) is violated(?: by the initial state)?[.:]?/.exec(text);
    const [, what, name] = violated ?? [];
    if (what !== undefined && name !== undefined) {
      this.#found({ property: name, message: `${what.toLowerCase()} ${name} is violated` });
      // The one behaviour without a header: its only state follows at once.
      if (text.includes('by the initial state')) this.#pending = { action: 'Initial predicate', line, variables: [] };
    } else if (/^(?:Error: )?Temporal properties were violated/.test(text)) {
      this.#found({ property: 'temporal properties', message: 'temporal properties are violated' });
    } else if (/^(?:Error: )?Deadlock reached/.test(text)) {
      this.#found({ property: 'deadlock', message: 'deadlock: no action is possible in the last state' });
    } else if (text.startsWith('Error: ') && !/^Error: The (following )?behavior /.test(text)) {
      this.#found({ property: 'error', message: text.slice('Error: '.length) });
    }
  }

  #found(violation: NonNullable<Behaviour['violation']>): void {
    this.#endBehaviour();
    this.#violation = violation;
  }
}

/** `Next` of `Next line 13, col 9 to line 15, col 24 of module M`. */
function shortAction(action: string): string {
  return /^(.+?) line \d+, col \d+ to line \d+, col \d+ of module \S+$/.exec(action)?.[1] ?? action;
}

function variableOf({ text, line }: { readonly text: string; readonly line: number }): Variable {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  if (at < 0 || !/^[\w!]+$/.test(name)) throw new Refusal(line, `${quoted(text)} is not \`variable = value\``);
  const written = text.slice(at + 1).trim();
  try {
    return { name, value: tlaValue(written), text: written.replaceAll(/\s+/g, ' ') };
  } catch (error) {
    if (error instanceof ValueError) throw new Refusal(line, `the value of \`${name}\`: ${error.message}`);
    throw error;
  }
}
