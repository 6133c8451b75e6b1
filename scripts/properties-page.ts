/** docs/properties.md as text. */
import { uncheckedProperties } from '../engine/checkers/registry.ts';
import { PROPERTIES, type PropertyInfo } from '../grammar/semantics/properties.ts';

const head = `# Properties

What a scenario can claim with \`check\`, or demonstrate with \`expect violation of\`. A bundle stands for all of its parts; each part can be claimed alone.
This page is generated from the registry that completion, hover and the checkers use (\`npm run generate\`).
`;

export function propertiesPage(): string {
  const bundles = PROPERTIES.filter(isBundle);
  const parts = PROPERTIES.filter((property) => !isBundle(property));
  const rows = bundles.map(({ name, parts: names }) => `| \`${name}\` | ${names.map((part) => `\`${part}\``).join(', ')} |`);
  return [head, '| bundle | parts |\n| --- | --- |', ...rows, '', ...parts.map(section)].join('\n');
}

function isBundle(property: PropertyInfo): boolean {
  return property.parts.length > 1;
}

function section(property: PropertyInfo): string {
  const events =
    property.events.length === 0 ? '' : `\n\nIt reads the events ${property.events.map((event) => `\`${event}\``).join(', ')}.`;
  const checked = !uncheckedProperties.includes(property.name) ? '' : '\n\nNot checked yet: a claim about it is *undecided*, and says so.';
  return `## ${property.name}\n\n${property.meaning}\n\n${property.definition}${events} (${property.reference})${checked}\n`;
}
