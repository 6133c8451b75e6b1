/** Names that hide a member of the very enum whose values they hold. */
import type { LocalSymbol } from '../semantics/symbols.ts';
import type { Type } from '../semantics/types.ts';
import type { Lint } from './lint.ts';

export const shadowedMember: Lint = {
  name: 'shadowed-member',
  code: 'FL6011',
  severity: 'warning',
  title: 'A name that hides a member of its enum',
  explanation:
    'A local name is also a member of the enum whose values it holds: from there on the word means the local, and a comparison such as `outcome == committed` compares with whatever it holds. Give the local another name, or write the member as `Outcome.committed`.',
  reads: 'text',
  find: ({ uri, model }) =>
    model.symbols().flatMap(({ symbol, range }) => {
      if (symbol.kind !== 'local' || symbol.place.file !== uri || symbol.place.start !== range.start) return [];
      const name = enumOf(symbol.type);
      const members = name === undefined ? undefined : model.scope.types.get(name);
      if (members?.kind !== 'enum' || !members.members.some((member) => member.name === symbol.name)) return [];
      return [
        {
          range,
          message: `\`${symbol.name}\` is also a member of ${members.name}, which cannot be named by it any more`,
          hint: `${WHAT[symbol.binding]} something else, or write the member as \`${members.name}.${symbol.name}\``,
        },
      ];
    }),
};

const WHAT: Record<LocalSymbol['binding'], string> = {
  let: 'call it',
  var: 'call it',
  parameter: 'call the parameter',
  pattern: 'bind it as',
  loop: 'let it be called',
};

function enumOf(type: Type): string | undefined {
  if (type.kind === 'optional') return enumOf(type.inner);
  return type.kind === 'enum' ? type.name : undefined;
}
