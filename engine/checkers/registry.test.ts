import { describe, expect, it } from 'vitest';
import { PROPERTIES, propertyInfo } from '../../grammar/semantics/properties.ts';
import { checkedProperties, propertiesNamed, stateProperties } from './registry.ts';
import { context } from './testing/definition.ts';

const parts = new Set(PROPERTIES.flatMap((property) => property.parts));

describe('the registry', () => {
  it('has a checker for every property of the language, and for nothing else', () => {
    const all = [...checkedProperties, ...stateProperties];
    expect(all.toSorted()).toEqual([...parts].sort());
    expect(new Set(all).size).toBe(parts.size);
  });

  it('finds each by its name', () => {
    for (const name of checkedProperties) {
      const found = propertiesNamed(name);
      expect(new Set(found.map((property) => property.name))).toEqual(new Set([name]));
    }
    expect(() => propertiesNamed('linearisable')).toThrow('linearisable');
  });

  it('reads no event but those that the language says the property speaks of', () => {
    for (const property of checkedProperties.flatMap((name) => propertiesNamed(name))) {
      const monitor = property.monitor(context);
      for (const [event, { name }] of context.program.events.entries()) {
        const reads = monitor.reads({ kind: 'event', node: 0, event, arguments: [] });
        if (reads) expect(propertyInfo(property.name)?.events, `${property.name} reads ${name}`).toContain(name);
      }
    }
  });
});
