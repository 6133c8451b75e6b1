import { describe, expect, it } from 'vitest';
import { PROPERTIES } from '../../grammar/semantics/properties.ts';
import { checkedProperties, propertyNamed, stateProperties, uncheckedProperties } from './registry.ts';
import { context } from './testing/definition.ts';

const parts = new Set(PROPERTIES.flatMap((property) => property.parts));

describe('the registry', () => {
  it('has a checker for every property of the language that is not listed as unchecked, and for nothing else', () => {
    const all = [...checkedProperties, ...stateProperties, ...uncheckedProperties];
    expect(all.toSorted()).toEqual([...parts].sort());
    expect(new Set(all).size).toBe(parts.size);
  });

  it('finds each by its name', () => {
    for (const name of checkedProperties) expect(propertyNamed(name)?.name).toBe(name);
    for (const name of uncheckedProperties) expect(propertyNamed(name)).toBeUndefined();
  });

  it('reads no event but those that the language says the property speaks of', () => {
    for (const info of PROPERTIES) {
      const property = propertyNamed(info.name);
      if (property === undefined) continue;
      const monitor = property.monitor(context);
      for (const [event, { name }] of context.program.events.entries()) {
        const reads = monitor.reads({ kind: 'event', node: 0, event, arguments: [] });
        if (reads) expect(info.events, `${info.name} reads ${name}`).toContain(name);
      }
    }
  });
});
