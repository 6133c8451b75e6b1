import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { programOf } from '../../engine/check/testing/program.ts';
import { check } from '../../engine/check.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { scenarioLenses } from './lenses.ts';

function titles(text: string): readonly string[] {
  const document = TextDocument.create('file:///test.faultline', 'faultline', 1, text);
  const { tree } = parse(text);
  return scenarioLenses({ document, tree, reports: check(programOf(text)) }).map(({ command }) => command?.title ?? '');
}

describe('the lenses', () => {
  it('stand above histories as above scenarios, and say which levels of isolation one of transactions keeps', () => {
    const text = [
      'role R {}',
      'scenario "s" { node a = R  explore  check available }',
      'history "h" {',
      '  initial "x" = 0',
      '  a: begin',
      '  a: write("x", 1)',
      '  a: commit',
      '  b: begin',
      '  b: read("x") -> 0',
      '  b: commit',
      '  check serializable',
      '}',
    ].join('\n');
    expect(titles(text)).toEqual([
      expect.stringMatching(/^✓ 1 claim · 1 state$/),
      'Check',
      'Show trace',
      '✓ 1 claim · keeps serializable, not strictSerializable',
      'Check',
      'Show trace',
    ]);
  });
});
