import { describe, expect, test } from 'vitest';
import { apply, atCursor } from '../testing/vocabulary.ts';
import { type CompletionOptions, complete } from './complete.ts';

const PROTOCOL = `message Prepare(tx: String)
/// What a participant thinks of it.
message Vote(tx: String, yes: Bool)
enum State { follower, leader }
struct Entry { term: Int, value: Value }
const LIMIT = 3
role P(coordinator: Node, willing: Bool) {
  durable prepared: Bool = false
  var state: State = follower
  var log: List<Entry> = []
  func conclude(outcome: Outcome) { }
  on Prepare(tx) from c {
    after 5ms timeout retry
    HERE
  }
  MEMBER
}
TOP
scenario "s" {
  node p1, p2 = P(coordinator: p1, willing: true)
  client alice { SCRIPT }
  invariant quiet: true
  ITEM
}
`;

/** The labels offered at the cursor, nearest first. */
function labels(marked: string, options?: CompletionOptions): string[] {
  const { file, offset } = atCursor(marked);
  return complete(file, offset, options)
    .items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map(({ label }) => label);
}
const put = (place: string, text: string): string => PROTOCOL.replace(place, () => text).replaceAll(/HERE|MEMBER|TOP|SCRIPT|ITEM/g, '');
const inHandler = (text: string): string[] => labels(put('HERE', text));
const inRole = (text: string): string[] => labels(put('MEMBER', text));
const inScenario = (text: string): string[] => labels(put('ITEM', text));
const atTop = (text: string): string[] => labels(put('TOP', text));

/** The text after the item of that label was chosen. */
function chosen(marked: string, label: string): string {
  const { file, offset } = atCursor(marked);
  const item = complete(file, offset).items.find((one) => one.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) throw new Error(`no ${label}`);
  return apply(file.text, [item.textEdit]);
}

describe('in a handler', () => {
  test('statements, functions, events and variables', () => {
    expect(inHandler('<|>')).toEqual(expect.arrayContaining(['send', 'after', 'if', 'conclude', 'commit', 'state', 'match']));
    expect(inHandler('<|>')).not.toContain('coordinator');
    expect(inHandler('<|>')).not.toContain('sleep');
  });
  test('messages behind `send`, nothing else', () => expect(inHandler('send <|>')).toEqual(['Prepare', 'Vote']));
  test('a message brings its arguments', () => {
    expect(chosen(put('HERE', 'send V<|>'), 'Vote')).toContain('send Vote(${1:tx}, ${2:yes}) to $0');
  });
  test('`to` behind the message', () => expect(inHandler('send Prepare("t") <|>')).toEqual(['to']));
  test('nodes first behind `to`', () => expect(inHandler('send Prepare("t") to <|>').slice(0, 3)).toEqual(['c', 'coordinator', 'self']));
  test('arguments by name, and what fits by its place', () => {
    expect(inHandler('send Vote(tx, <|>').slice(0, 4)).toEqual(['false', 'prepared', 'true', 'willing']);
    expect(inHandler('send Vote(tx, <|>')).toContain('yes:');
    expect(inHandler('send Vote(tx, <|>')).not.toContain('tx:');
    expect(inHandler('send Vote(<|>')).toEqual(expect.arrayContaining(['tx:', 'yes:', 'tx']));
  });
  test('no further names behind a name', () => expect(inHandler('send Vote(yes: <|>')).not.toContain('tx:'));
  test('members of the enum on the other side', () => {
    expect(inHandler('if state == <|>').slice(0, 2)).toEqual(['follower', 'leader']);
    expect(inHandler('state = <|>').slice(0, 2)).toEqual(['follower', 'leader']);
    expect(inHandler('State.<|>')).toEqual(['follower', 'leader']);
  });
  test('members of a list, fields of a struct', () => {
    expect(inHandler('let n = log.<|>')).toEqual(expect.arrayContaining(['size', 'first', 'slice']));
    expect(inHandler('let n = log.<|>')).not.toContain('keys');
    expect(inHandler('let n = log.first.<|>')).toEqual(['term', 'value']);
  });
  test('timers that the role arms', () => expect(inHandler('cancel <|>')).toEqual(['retry']));
  test('arms of a match', () => expect(inHandler('match state { <|> }')).toEqual(['follower', 'leader', '_']));
  test('locals of the handler', () => expect(inHandler('let mine = 1\n    if <|>')).toContain('mine'));
  test('roles in nodes()', () => expect(inHandler('let all = nodes(<|>')).toEqual(['P']));
  test('nothing in a comment', () => expect(inHandler('// se<|>')).toEqual([]));
  test('nothing in a string', () => expect(inHandler('commit("<|>")')).toEqual([]));
  test('nothing behind a number', () => expect(inHandler('let x = 12<|>')).toEqual([]));
});

describe('in a role', () => {
  test('members, and heads for what is not handled', () => {
    const offered = inRole('<|>');
    expect(offered).toEqual(expect.arrayContaining(['on', 'on Vote', 'on timeout retry', 'var', 'durable', 'func', 'on recover']));
  });
  test('messages not yet handled come first', () => {
    const offered = inRole('on <|>');
    expect(offered[0]).toBe('Vote');
    expect(offered.indexOf('Prepare')).toBeGreaterThan(offered.indexOf('read'));
    expect(chosen(put('MEMBER', 'on <|>'), 'Vote')).toContain('on Vote(${1:tx}, ${2:yes}) from ${3:sender} {');
  });
  test('the parameter itself and values to compare with', () => {
    expect(inRole('on Vote(tx, <|>')).toEqual(expect.arrayContaining(['yes', 'true', 'false', '_']));
  });
  test('clauses', () => expect(inRole('on Vote(tx, yes) <|>')).toEqual(['from', 'when']));
  test('types', () => {
    expect(inRole('var x: <|>')).toEqual(expect.arrayContaining(['State', 'Entry', 'P', 'Int', 'Set']));
    expect(inRole('func f(a: Set<<|>')).toContain('State');
    expect(inRole('func f(a: Int) -> <|>')).toContain('Bool');
    expect(inRole('func f(<|>')).toEqual([]);
  });
  test('an initial value of the type', () => expect(inRole('var s: State = <|>').slice(0, 2)).toEqual(['follower', 'leader']));
});

describe('in a scenario', () => {
  test('items', () => expect(inScenario('<|>')).toEqual(expect.arrayContaining(['node', 'when', 'check', 'up to', 'always possible'])));
  test('roles and their parameters', () => {
    expect(inScenario('node x = <|>')).toEqual(['P']);
    expect(inScenario('node x = P(<|>')).toEqual(expect.arrayContaining(['coordinator:', 'willing:', 'p1', 'p2']));
  });
  test('properties with their meaning, and named claims first', () => {
    expect(inScenario('check <|>')[0]).toBe('quiet');
    const { file, offset } = atCursor(put('ITEM', 'check <|>'));
    const atomicity = complete(file, offset).items.find(({ label }) => label === 'atomicity');
    expect(atomicity?.detail).toBe('No process commits a transaction that another aborts.');
    expect(inScenario('expect violation of <|>')).toContain('nonBlocking');
    expect(inScenario('expect <|>')).toEqual(expect.arrayContaining(['violation of', 'lostUpdate']));
    expect(inScenario('check no <|>')).toEqual(expect.arrayContaining(['lostUpdate', 'phantom']));
  });
  test('specifications behind `as`, only where one belongs', () => {
    expect(inScenario('check linearizable <|>')).toContain('as');
    expect(inScenario('check atomicity <|>')).not.toContain('as');
    expect(inScenario('check linearizable as <|>')).toContain('Register');
  });
  test('variables that can converge, durable ones first', () => {
    const offered = inScenario('check converges on <|>');
    expect(offered[0]).toBe('prepared');
    expect(offered).toContain('state');
  });
  test('what a rule waits for', () => {
    expect(inScenario('when <|>')).toEqual(['p1', 'p2']);
    expect(inScenario('when p1 <|>')).toEqual(expect.arrayContaining(['receives', 'times out', 'commits', 'stepsDown']));
    expect(inScenario('when p1 receives <|>')).toContain('Vote');
    expect(inScenario('when p1 receives Vote from <|>')).toEqual(['p1', 'p2']);
    expect(inScenario('when p1 receives Vote { <|>')).toEqual(expect.arrayContaining(['crash', 'partition']));
    expect(inScenario('when p1 receives Vote { crash <|>')).toEqual(['p1', 'p2']);
  });
  test('state of nodes', () => {
    expect(inScenario('when { p1.<|>')).toEqual(expect.arrayContaining(['prepared', 'state', 'log']));
    expect(inScenario('possible z: some n in nodes(P): n.<|>')).toEqual(expect.arrayContaining(['prepared', 'state']));
    expect(inScenario('volatile P.<|>')).toEqual(expect.arrayContaining(['prepared']));
  });
  test('budgets', () => {
    expect(inScenario('up to 1 <|>')).toEqual(expect.arrayContaining(['crash', 'lose', 'timeout']));
    expect(inScenario('up to 1 crash of <|>')).toEqual(['P', 'p1', 'p2']);
    expect(inScenario('up to 1 timeout <|>')).toContain('retry');
  });
  test('steps and settings', () => {
    expect(inScenario('schedule { <|>')).toEqual(expect.arrayContaining(['deliver', 'fire', 'crash', 'then']));
    expect(inScenario('schedule { invoke <|>')).toEqual(['alice']);
    expect(inScenario('network { <|>')).toEqual(['delay', 'duplicate', 'loss', 'order', 'until']);
    expect(inScenario('network { order <|>')).toEqual(['any', 'fifo']);
  });
  test('scripts of clients', () => {
    const offered = labels(put('SCRIPT', '<|>'));
    expect(offered).toEqual(expect.arrayContaining(['read', 'write', 'sleep', 'transaction', 'let']));
    expect(offered).not.toContain('send');
    expect(labels(put('SCRIPT', 'read("x") at <|>'))).toEqual(['p1', 'p2']);
  });
});

describe('at the top', () => {
  test('declarations', () => expect(atTop('<|>')).toEqual(expect.arrayContaining(['message', 'role', 'scenario', 'history', 'import'])));
  test('types of fields', () => expect(atTop('message M(a: <|>')).toContain('Entry'));
  test('paths of imports', () => {
    expect(atTop('import "<|>"')).toEqual(['std/collections', 'std/locks', 'std/stores']);
    expect(labels('import "<|>"', { importable: ['other.faultline'] })[0]).toBe('other.faultline');
  });
});

test('what is typed is replaced, not doubled', () => {
  expect(chosen(put('HERE', 'let x = prep<|>'), 'prepared')).toContain('let x = prepared\n');
});
