/** docs/grammar.md and its diagrams, drawn from the parser's own rules, so that they cannot drift from what is parsed. */
/// <reference path="./railroad-diagrams.d.ts" />
import type { ISerializedGast } from 'chevrotain';
import railroad from 'railroad-diagrams';
import { FileParser } from '../grammar/syntax/file-parser.ts';

type Item = ReturnType<typeof railroad.Skip>;

/** Chevrotain serializes to this; its type says less. */
interface Production {
  readonly type: ISerializedGast['type'];
  readonly name?: string;
  readonly label?: string;
  readonly definition?: readonly Production[];
  readonly separator?: Production;
}

const style = `
path { stroke-width: 2; stroke: #555; fill: none; }
text { font: 13px ui-monospace, monospace; text-anchor: middle; fill: #111; }
rect { stroke-width: 1.5; stroke: #555; fill: #dcefe0; }
`;

const head = `# Grammar

Each rule of the parser as a railroad diagram, generated from it (\`npm run generate\`). Round boxes stand in the text as they are; square ones are other
rules. Where a line break may stand for a separator, and where it is passed over, is said under *Lexical structure* in [the language](language.md).
What the diagrams allow and the language does not, the checker refuses.
`;

/** Paths, from the repository's root, and contents. */
export function grammarFiles(): ReadonlyMap<string, string> {
  const rules = new FileParser().getSerializedGastProductions() as readonly Production[];
  const files = new Map(rules.map((rule) => [`docs/images/grammar/${nameOf(rule)}.svg`, drawing(rule)]));
  // The rule that everything begins with comes first; the parser declares it last.
  const sections = rules.toReversed().map((rule) => `## ${nameOf(rule)}\n\n![${nameOf(rule)}](images/grammar/${nameOf(rule)}.svg)\n`);
  return files.set('docs/grammar.md', [head, ...sections].join('\n'));
}

function nameOf({ name }: Production): string {
  if (name === undefined) throw new Error('A rule of the parser has no name.');
  return name;
}

function drawing(rule: Production): string {
  const svg = railroad.Diagram(...(rule.definition ?? []).map(item)).toString();
  return svg
    .replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')
    .replace('>', `><style>${style}</style><rect width="100%" height="100%" style="fill:#fff;stroke:none"/>`);
}

function item(production: Production): Item {
  const inner = (): Item => railroad.Sequence(...(production.definition ?? []).map(item));
  switch (production.type) {
    case 'Terminal':
      return railroad.Terminal(production.label ?? nameOf(production));
    case 'NonTerminal':
      return railroad.NonTerminal(nameOf(production));
    case 'Option':
      return railroad.Optional(inner());
    case 'Alternation':
      return railroad.Choice(0, ...(production.definition ?? []).map(item));
    case 'Repetition':
      return railroad.ZeroOrMore(inner());
    case 'RepetitionMandatory':
      return railroad.OneOrMore(inner());
    case 'RepetitionWithSeparator':
      return railroad.ZeroOrMore(inner(), separatorOf(production));
    case 'RepetitionMandatoryWithSeparator':
      return railroad.OneOrMore(inner(), separatorOf(production));
    default:
      return (production.definition ?? []).length === 0 ? railroad.Skip() : inner();
  }
}

function separatorOf({ separator }: Production): Item {
  return separator === undefined ? railroad.Skip() : item(separator);
}
