import { describe, expect, test } from 'vitest';
import { showType } from './relations.ts';
import { check, MAIN } from './testing/checking.ts';

const text = `/// A vote.
message Vote(tx: String, yes: Bool)
role Voter(willing: Bool) {
  durable prepared: Bool = false
  on Vote(tx, yes) from p when yes {
    let both = yes and willing
    finish(tx)
    send Vote(tx, both) to p
  }
  func finish(tx: String) { prepared = true }
}
scenario "s" {
  node v = Voter(true)
  when v receives Vote { crash v }
  invariant safe: v.prepared
  explore
}
`;
const { model } = check(text);
/** The offset of the nth occurrence. */
function at(word: string, nth = 1): number {
  let offset = -1;
  for (let i = 0; i < nth; i++) offset = text.indexOf(word, offset + 1);
  return offset;
}

describe('the semantic model', () => {
  test('tells what a word stands for, and where that is declared', () => {
    const found = model.symbolAt(at('Vote', 3) + 2);
    expect(found?.symbol).toMatchObject({ kind: 'message', name: 'Vote', doc: 'A vote.', place: { file: MAIN, start: at('Vote') } });
    expect(model.symbolAt(at('finish'))?.symbol.kind).toBe('function');
    expect(model.symbolAt(at('willing', 2))?.symbol.kind).toBe('parameter');
    expect(model.symbolAt(at('prepared', 3))?.symbol.kind).toBe('variable');
    expect(model.symbolAt(at('crash'))).toBeUndefined();
  });
  test('finds all references, the declaration among them', () => {
    const symbol = model.symbolAt(at('Vote'))?.symbol;
    const references = symbol ? model.referencesTo(symbol) : [];
    expect(references.map((r) => [r.start, r.declares])).toEqual([
      [at('Vote'), true],
      [at('on Vote') + 3, false],
      [at('send Vote') + 5, false],
      [at('receives Vote') + 9, false],
    ]);
    const prepared = model.symbolAt(at('prepared'))?.symbol;
    expect(prepared && model.referencesTo(prepared).length).toBe(3);
  });
  test('knows types', () => {
    const both = model.typeAt(at('yes and willing') + 1);
    expect(both && showType(both.type)).toBe('Bool');
    const p = model.symbolAt(at('to p') + 3)?.symbol;
    expect(p?.kind === 'local' && showType(p.type)).toBe('Voter');
  });
  test('knows the names in reach', () => {
    const visible = model.visibleAt(at('send'));
    expect(visible.role?.name).toBe('Voter');
    expect(visible.symbols.map((s) => s.name)).toEqual(expect.arrayContaining(['both', 'tx', 'yes', 'p', 'willing', 'prepared', 'finish']));
    expect(visible.file.messages.has('Vote')).toBe(true);
    expect(model.visibleAt(at('explore')).symbols.map((s) => s.name)).toEqual(['v']);
    expect(model.visibleAt(0).symbols).toEqual([]);
  });
  test('knows what can stand behind a dot', () => {
    expect(model.membersOf({ kind: 'map', key: { kind: 'int' }, value: { kind: 'int' } }).members.map((m) => m.name)).toContain('keys');
    expect(model.membersOf({ kind: 'node', role: 'Voter' }).fields.map((f) => f.name)).toEqual(['prepared', 'willing']);
  });
});
