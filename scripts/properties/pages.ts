/** The pages of docs/properties: one for each property and bundle of the registry, and an index. */
import { PROPERTIES, type PropertyInfo, propertyInfo, propertyPage } from '../../grammar/semantics/properties.ts';
import { examplesOf, type PropertyExample } from './example.ts';
import { broadcastExamples } from './examples/broadcast.ts';
import { commitExamples } from './examples/commit.ts';
import { consensusExamples } from './examples/consensus.ts';
import { objectExamples } from './examples/objects.ts';
import { otherExamples } from './examples/others.ts';
import { transactionExamples } from './examples/transactions.ts';

const GROUPS: readonly (readonly [title: string, examples: Readonly<Record<string, PropertyExample | readonly PropertyExample[]>>])[] = [
  ['Atomic commit', commitExamples],
  ['Consensus', consensusExamples],
  ['Broadcast', broadcastExamples],
  ['What clients see of objects', objectExamples],
  ['Transactions', transactionExamples],
  ['Locks, leaders, effects, clocks', otherExamples],
];

export interface PropertyPage {
  readonly property: PropertyInfo;
  readonly group: string;
  readonly examples: readonly PropertyExample[];
}

export const propertyPages: readonly PropertyPage[] = PROPERTIES.map((property) => {
  for (const [group, examples] of GROUPS) {
    const found = examples[property.name];
    if (found !== undefined) return { property, group, examples: [found].flat() };
  }
  throw new Error(`${property.name} has no example: add one to scripts/properties/examples`);
});

/** Path and content of each file. */
export function propertyFiles(): (readonly [path: string, content: string])[] {
  return [['docs/properties/README.md', index()], ...propertyPages.map((page) => [propertyPage(page.property.name), text(page)] as const)];
}

const GENERATED = '<!-- Written by `npm run generate` from the tables of the code. -->';

function index(): string {
  const groups = GROUPS.map(([group]) => {
    const rows = propertyPages
      .filter((page) => page.group === group)
      .map(
        ({ property }) =>
          `| ${link(property.name)} | ${property.meaning}${isBundle(property) ? ` Parts: ${links(property.parts)}.` : ''} |`,
      );
    return `## ${group}\n\n| | |\n| --- | --- |\n${rows.join('\n')}\n`;
  });
  return `${GENERATED}\n\n# Properties\n\n${HEAD}\n${groups.join('\n')}`;
}

const HEAD = `What a scenario or a history can claim with \`check\`, or demonstrate with \`expect violation of\`. A bundle stands for all of its parts; each part
can be claimed alone. Every page has the definition, where it comes from, an example that keeps the property and one that breaks it; hovering over the
property's name in a file shows the same definition.
`;

function text({ property, group, examples }: PropertyPage): string {
  const { name, meaning, definition, reference } = property;
  const paragraphs = [
    GENERATED,
    `# ${name}`,
    `*${group}* · [all properties](README.md)`,
    meaning,
    '## Definition',
    definition,
    ...(isBundle(property) ? [partsOf(property)] : [partOf(name)].filter((said) => said !== '')),
    `*${reference}*`,
    '## What it reads',
    reads(property),
    ...examples.flatMap((example, index) => shown(example, index === 0 ? '## An example' : '## Another')),
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function shown(example: PropertyExample, heading: string): readonly string[] {
  const { holds, violated } = examplesOf(example);
  return [heading, example.about, 'It holds:', block(holds), 'It is violated:', block(violated)];
}

function isBundle({ parts }: PropertyInfo): boolean {
  return parts.length > 1;
}

function partsOf({ parts }: PropertyInfo): string {
  return parts.map((part) => `- ${link(part)}: ${propertyInfo(part)?.meaning ?? ''}`).join('\n');
}

function partOf(name: string): string {
  const bundles = PROPERTIES.filter((bundle) => isBundle(bundle) && bundle.parts.includes(name));
  return bundles.length === 0 ? '' : `Part of ${links(bundles.map((bundle) => bundle.name))}.`;
}

function reads({ events, needsOperations, takesSpec, takesVariables }: PropertyInfo): string {
  const said = [
    ...(events.length === 0 ? [] : [eventsRead(events)]),
    ...(needsOperations ? ['The operations of clients: what they asked, and what they got. It can be claimed of a `history` too.'] : []),
    ...(takesSpec ? ['`as Spec` names the role that says what the object does; without it, `Register`.'] : []),
    ...(takesVariables ? ['The nodes’ `durable` variables; `on variable, …` names the ones that count.'] : []),
  ];
  return said.join(' ');
}

function eventsRead(events: readonly string[]): string {
  const names = events.map((event) => `\`${event}\``).join(', ');
  return events.length === 1 ? `The event ${names}.` : `What the definition speaks of, among the events ${names}.`;
}

function links(names: readonly string[]): string {
  return names.map(link).join(', ');
}
function link(name: string): string {
  return `[\`${name}\`](${propertyPage(name).replace('docs/properties/', '')})`;
}

function block(code: string): string {
  return `\`\`\`faultline\n${code}\n\`\`\``;
}
