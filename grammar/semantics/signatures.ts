/** Parameters and fields, as declared. */
import type * as ast from '../syntax/ast.ts';
import { constantValue } from './constants.ts';
import type { Env } from './env.ts';
import type { FieldSymbol } from './symbols.ts';
import { resolveType } from './typeNodes.ts';

export function fieldSymbols(env: Env, nodes: readonly ast.Parameter[], kind: 'field' | 'parameter', prelude = false): FieldSymbol[] {
  const fields: FieldSymbol[] = [];
  for (const node of nodes) {
    const type = resolveType(env, node.type, prelude);
    const place = env.place(node.name.range);
    const known = fields.find((f) => f.name === node.name.text);
    if (known && known.name !== '') {
      env.report('FL2006', node.name.range, `\`${known.name}\` is declared twice`, {
        hint: 'rename one of them',
        related: [{ place: known.place, message: 'the first declaration' }],
      });
    }
    const defaultValue = node.defaultValue && constantValue(env, node.defaultValue, type);
    const field: FieldSymbol = { kind, name: node.name.text, place, doc: node.doc, index: fields.length, type, defaultValue };
    fields.push(field);
    env.use(node.name.range, field, true);
    env.typed(node.name.range, type);
  }
  return fields;
}
