import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { samples } from '../testing/samples.ts';
import { words } from '../tokens.ts';
import { generatedFiles } from './generated.ts';
import { languageConfiguration } from './language-configuration.ts';

test.each(Object.entries(generatedFiles()))('%s is up to date (npm run generate)', (path, content) => {
  // The formatter may lay the file out in its own way; what counts is what it says.
  expect(JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))).toEqual(JSON.parse(content));
});

let grammar: textmate.IGrammar;
beforeAll(async () => {
  await oniguruma.loadWASM(
    readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')).buffer as ArrayBuffer,
  );
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(generatedFiles()['grammar/faultline.tmLanguage.json'] ?? '', 'faultline.json'),
  });
  const loaded = await registry.loadGrammar('source.faultline');
  if (loaded === null) throw new Error('no grammar');
  grammar = loaded;
});

/** Each piece of a text that has a scope of its own, with that scope. */
function colours(text: string): [string, string][] {
  let state = textmate.INITIAL;
  const found: [string, string][] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const piece = line.slice(startIndex, endIndex);
      if (scopes.length > 1 && piece.trim() !== '') found.push([piece, scopes.slice(1).join(' ').replaceAll('.faultline', '')]);
    }
  }
  return found;
}
const colourOf = (text: string, piece: string): string | undefined => colours(text).find(([found]) => found.trim() === piece)?.[1];

describe('colours', () => {
  test.each([
    ['role Coordinator(p: Set<Participant>) {', 'role', 'storage.type'],
    ['role Coordinator(p: Set<Participant>) {', 'Coordinator', 'entity.name.type.role'],
    ['role Coordinator(p: Set<Participant>) {', 'Set', 'entity.name.type'],
    ['message Vote(tx: String)', 'Vote', 'entity.name.type.message'],
    ['  durable x: Int = 0', 'durable', 'storage.modifier'],
    ['  on Vote(tx) from p when yes {', 'on', 'keyword.control.handler'],
    ['  on Vote(tx) from p when yes {', 'Vote', 'entity.name.type.message'],
    ['  on Vote(tx) from p when yes {', 'from', 'keyword.other.clause'],
    ['  on timeout votes {', 'votes', 'entity.name.label.timer'],
    ['  on start {', 'start', 'keyword.control.handler'],
    ['    send Prepare("t1") to p', 'send', 'keyword.control.statement'],
    ['    send Prepare("t1") to p', 'to', 'keyword.other.clause'],
    ['    after 20ms timeout votes', '20', 'constant.numeric.duration'],
    ['    commit(tx)', 'commit', 'entity.name.function'],
    ['    if a and not b { return }', 'and', 'keyword.operator.word'],
    ['    x = count + 1', 'count', 'variable.other'],
    ['    x = count v in votes: v', 'count', 'keyword.operator.quantifier'],
    ['    order = 1', 'order', 'variable.other'],
    ['    s.order = 1', 'order', 'variable.other.member'],
    ['    read(key)', 'read', 'entity.name.function'],
    ['  network { delay 1ms..10ms  order any  loss 5% }', 'network', 'keyword.other.scenario'],
    ['  network { delay 1ms..10ms  order any  loss 5% }', 'order', 'support.type.property-name.setting'],
    ['  network { delay 1ms..10ms  order any  loss 5% }', '5%', 'constant.numeric.percentage'],
    ['  when 2nd c receives Vote from p2 { crash c }', '2nd', 'constant.numeric.ordinal'],
    ['  when 2nd c receives Vote from p2 { crash c }', 'receives', 'keyword.other.trigger'],
    ['  when 2nd c receives Vote from p2 { crash c }', 'crash', 'keyword.control.fault'],
    ['  explore', 'explore', 'keyword.other.scenario'],
    ['  check atomicity', 'atomicity', 'support.class.property'],
    ['  expect violation of nonBlocking', 'nonBlocking', 'support.class.property'],
    ['scenario "everyone" {', 'everyone', 'meta.title string.quoted.double.title entity.name.section'],
    ['const a = "b\\n"', '\\n', 'string.quoted.double constant.character.escape'],
    ['/// doc', 'doc', 'comment.line.documentation'],
    ['// plain', 'plain', 'comment.line.double-slash'],
    ['x = none', 'none', 'constant.language'],
  ])('%s: `%s` is %s', (line, piece, scope) => expect(colourOf(line, piece)).toBe(scope));

  test('every word of the language has a colour of its own somewhere', () => {
    const text = Object.values(samples).join('\n');
    const plain = new Set(['variable.other', 'entity.name.function', 'variable.parameter.label']);
    const coloured = new Set(
      colours(text)
        .filter(([, scope]) => !plain.has(scope))
        .map(([piece]) => piece.trim()),
    );
    const used = words.filter((word) => new RegExp(`\\b${word.text}\\b`).test(text.replaceAll(/\/\/.*|"[^"]*"/g, '')));
    expect(used.map((word) => word.text).filter((word) => !coloured.has(word))).toEqual([]);
  });

  test('a string that is not closed ends with its line', () => {
    expect(colours('const a = "x\nlet b = 1')).toContainEqual(['let', 'storage.modifier']);
  });
});

describe('typing along', () => {
  const { indentationRules, onEnterRules, wordPattern } = languageConfiguration();
  const increases = new RegExp(indentationRules.increaseIndentPattern);

  test.each(['role A {', '  if a { // why', 'f(', 'x = ["{", [', '} else {'])('%s indents the next line', (line) =>
    expect(increases.test(line)).toBe(true),
  );
  test.each(['role A { }', 'x = "{', '// {', 'a = "//" // {', 'sync'])('%s does not', (line) => expect(increases.test(line)).toBe(false));

  test('documentation goes on with the next line', () => {
    const rule = onEnterRules.find(({ beforeText }) => new RegExp(beforeText).test('  /// Two-phase'));
    expect(rule?.action.appendText).toBe('/// ');
    expect(onEnterRules.some(({ beforeText }) => new RegExp(beforeText).test('  /// '))).toBe(false);
  });

  test('a double click takes a whole name, number or duration', () => {
    expect('p_1.voted = 20ms + 1_000'.match(new RegExp(wordPattern, 'g'))).toEqual(['p_1', 'voted', '20ms', '1_000']);
  });
});
