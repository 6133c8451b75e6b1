/** Sequential objects, written down once more for tests. */
import type { PlainObject } from './plain.ts';

export const registerObject: PlainObject<unknown> = {
  initial: null,
  apply(state, { name, input }) {
    if (name === 'read') return { state, output: state };
    if (name === 'write') return { state: input, output: null };
    const [old, next] = input as [unknown, unknown];
    return state === old ? { state: next, output: true } : { state, output: false };
  },
  observes: ({ name, output }) => name === 'read' || output === false,
};

function collection(insert: string, take: string, first: boolean): PlainObject<readonly unknown[]> {
  return {
    initial: [],
    apply(state, { name, input }) {
      if (name === insert) return { state: [...state, input], output: null };
      if (name !== take) return undefined;
      if (state.length === 0) return { state, output: null };
      return first ? { state: state.slice(1), output: state[0] } : { state: state.slice(0, -1), output: state.at(-1) };
    },
    observes: () => false,
  };
}
export const queueObject = collection('enqueue', 'dequeue', true);
export const stackObject = collection('push', 'pop', false);

/** One value of a set. */
export function memberObject(initially: boolean): PlainObject<boolean> {
  return {
    initial: initially,
    apply(state, { name }) {
      return name === 'contains' ? { state, output: state } : { state: name === 'add', output: null };
    },
    observes: ({ name }) => name === 'contains',
  };
}

export const logObject: PlainObject<readonly unknown[]> = {
  initial: [],
  apply(state, { name, input }) {
    if (name === 'append') return { state: [...state, input], output: null };
    if (name === 'write') return { state: [input], output: null };
    return { state, output: state };
  },
  observes: ({ name }) => name === 'read',
  foresight: {
    overwrites: ({ name }) => name === 'write',
    leadsTo: (state, { output }) => JSON.stringify((output as readonly unknown[]).slice(0, state.length)) === JSON.stringify(state),
  },
};

export const textObject: PlainObject<string> = {
  initial: '',
  apply(state, { name, input }) {
    if (name === 'append') return { state: state + input, output: null };
    if (name === 'write') return { state: String(input), output: null };
    return { state, output: state };
  },
  observes: ({ name }) => name === 'read',
};

/** Taken only while it is free: an operation that is not legal waits. */
export const lockObject: PlainObject<boolean> = {
  initial: false,
  apply(state, { name }) {
    if (name === 'lock') return state ? undefined : { state: true, output: 0 };
    return state ? { state: false, output: null } : undefined;
  },
  observes: () => false,
};
