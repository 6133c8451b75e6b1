/** Arguments put in their parameters' places: by position first, then by name. */
import type { Argument, Name } from '../syntax/ast.ts';
import type { Range } from '../syntax/range.ts';
import type { Context } from './context.ts';
import { listOf } from './names.ts';
import type { Expression } from './program.ts';
import { showType } from './relations.ts';
import type { FieldSymbol, SignatureSymbol } from './symbols.ts';

export interface Callee {
  /** As a message writes it: "message `Vote`". */
  readonly what: string;
  readonly fields: readonly FieldSymbol[];
  /** Its declaration could not be understood in full: there may be more fields than these. */
  readonly damaged?: boolean | undefined;
}
/** A message, operation, event or struct as something that takes arguments. */
export function calleeOf(symbol: SignatureSymbol): Callee {
  return { what: `${symbol.kind} \`${symbol.name}\``, fields: symbol.fields(), damaged: symbol.damaged };
}

/** Which parameter each argument is for; what does not fit is reported and left out. */
export function placeArguments(cx: Context, callee: Callee, args: readonly Argument[]): ReadonlyMap<FieldSymbol, Argument> {
  const placed = new Map<FieldSymbol, Argument>();
  let named = false;
  args.forEach((argument, position) => {
    const field = parameterFor(cx, callee, argument, position, named);
    if (argument.label) named = true;
    if (!field) {
      // Its parts are still looked at: they may be wrong by themselves.
      cx.expression(argument.value, { kind: 'unknown' });
      return;
    }
    if (placed.has(field)) {
      cx.env.report('FL3008', argument.range, `\`${field.name}\` of ${callee.what} is given twice`);
      return;
    }
    placed.set(field, argument);
  });
  return placed;
}

/** The parameter that an argument, or the pattern in its place, is for; a report if there is none. */
export function parameterFor(
  cx: Context,
  callee: Callee,
  argument: { readonly label?: Name; readonly range: Range },
  position: number,
  named: boolean,
): FieldSymbol | undefined {
  const { label } = argument;
  if (label) {
    const field = callee.fields.find((f) => f.name === label.text);
    if (field) cx.env.use(label.range, field);
    else if (!callee.damaged) {
      const names = callee.fields.map((f) => f.name);
      cx.env.reportUnknown(
        'FL2013',
        label,
        `${callee.what} has no parameter \`${label.text}\``,
        names,
        names.length === 0 ? 'it takes no arguments' : `it has ${listOf(names.map((n) => `\`${n}\``))}`,
      );
    }
    return field;
  }
  if (named) {
    cx.env.report('FL3009', argument.range, 'an argument without a name cannot follow one with a name');
    return undefined;
  }
  const field = callee.fields[position];
  if (!field && !callee.damaged) {
    const count = callee.fields.length;
    cx.env.report(
      'FL3007',
      argument.range,
      `${callee.what} takes ${count === 0 ? 'no arguments' : count === 1 ? 'one argument' : `${count} arguments`}`,
      { hint: count === 0 ? undefined : `they are ${signature(callee.fields)}` },
    );
  }
  return field;
}

/** All arguments in order, defaults filled in. `range` is where a missing one is reported. */
export function callArguments(cx: Context, callee: Callee, args: readonly Argument[], range: Range): Expression[] {
  const before = cx.env.reported;
  const placed = placeArguments(cx, callee, args);
  const misplaced = cx.env.reported > before;
  const values = new Map<FieldSymbol, Expression>();
  // In the order of the text, which is the order in which they are evaluated and in which names get narrowed.
  for (const [field, argument] of placed) {
    values.set(field, cx.check(argument.value, field.type, `\`${field.name}\` of ${callee.what}`));
  }
  const missing: FieldSymbol[] = [];
  const inOrder = callee.fields.map((field) => {
    const value = values.get(field) ?? field.defaultValue;
    if (value) return value;
    missing.push(field);
    return cx.unknown(range);
  });
  if (missing.length > 0 && !misplaced && !callee.damaged) {
    cx.env.report('FL3006', range, `${callee.what} needs ${listOf(missing.map((f) => `\`${f.name}\``))}`, {
      hint: `its parameters are ${signature(callee.fields)}`,
    });
  }
  return inOrder;
}

/** Only the arguments that were said, by position; for matching what happens against what was said of it. */
export function partialArguments(cx: Context, callee: Callee, args: readonly Argument[]): (Expression | undefined)[] {
  const placed = placeArguments(cx, callee, args);
  return callee.fields.map((field) => {
    const argument = placed.get(field);
    // `_` leaves it open, as in the head of a handler.
    if (argument === undefined || (argument.value.kind === 'name' && argument.value.name.text === '_')) return undefined;
    return cx.check(argument.value, field.type, `\`${field.name}\` of ${callee.what}`);
  });
}

/** `tx: String, yes: Bool` */
export function signature(fields: readonly FieldSymbol[]): string {
  return fields.map((f) => `${f.name}: ${showType(f.type)}`).join(', ');
}
