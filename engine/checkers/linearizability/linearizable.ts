import type { Trace, TraceLinearization } from '../../trace/model.ts';
import { historyOf, type Operation } from '../history.ts';
import { clientName, operationText, seenText, witnessesOf } from '../objects/observed.ts';
import type { Finding, Monitor, PropertyContext, PropertyFamily, PropertyParameters, SafetyProperty } from '../property.ts';
import { decide } from './decide.ts';
import { LinearizabilityMonitor } from './monitor.ts';
import { operationNumber, pointsOf } from './points.ts';
import { NoSpecification, RoleSpecification } from './specification/role.ts';
import { type Misplaced, misplaced } from './witness.ts';

/**
 * Linearizability (Herlihy & Wing 1990) with respect to any sequential specification: every operation takes effect at one moment between its invocation and its
 * return, as if there were one copy of the data. One that never returned may take effect at any later time, or never.
 */
export const linearizable: PropertyFamily = {
  name: 'linearizable',
  kind: 'family',
  with({ spec }: PropertyParameters): SafetyProperty {
    // Of a trace and of the same one with its violation marked in it.
    const answers = new WeakMap<Trace['events'], Answer>();
    const answerOf = (trace: Trace, context: PropertyContext): Answer => {
      const answer = answers.get(trace.events) ?? answerTo(trace, context, spec);
      answers.set(trace.events, answer);
      return answer;
    };
    return {
      name: 'linearizable',
      kind: 'safety',
      check(trace, _, context) {
        const answer = answerOf(trace, context);
        return answer.kind === 'violated' ? findingOf(trace, answer.misplaced) : undefined;
      },
      undecided(trace, context) {
        const answer = answerOf(trace, context);
        return answer.kind === 'undecided' ? answer.reason : undefined;
      },
      linearization(trace, context) {
        const answer = answerOf(trace, context);
        return answer.kind === 'undecided' ? undefined : linearizationOf(trace, answer);
      },
      monitor(context): Monitor {
        const role = specificationOf(context, spec);
        return typeof role === 'string' ? cannotTell(role) : new LinearizabilityMonitor(context, role);
      },
    };
  },
};

type Answer =
  | {
      readonly kind: 'holds';
      readonly role: RoleSpecification;
      readonly operations: readonly Operation[];
      readonly orders: readonly (readonly number[])[];
    }
  | { readonly kind: 'violated'; readonly role: RoleSpecification; readonly misplaced: Misplaced }
  | { readonly kind: 'undecided'; readonly reason: string };

function answerTo(trace: Trace, context: PropertyContext, spec: number | undefined): Answer {
  const role = specificationOf(context, spec);
  if (typeof role === 'string') return { kind: 'undecided', reason: role };
  const operations = historyOf(trace);
  try {
    const decision = decide(role, operations);
    switch (decision.kind) {
      case 'linearizable':
        return { kind: 'holds', role, operations, orders: decision.orders };
      case 'gaveUp': {
        const ways = decision.configurations.toLocaleString('en-US');
        return { kind: 'undecided', reason: `gave up after ${ways} ways to order the operations` };
      }
      case 'violated': {
        const part = decision.part.flatMap((index) => operations[index] ?? []);
        return { kind: 'violated', role, misplaced: misplaced(role, part, (operation) => operationText(trace, operation)) };
      }
    }
  } catch (error) {
    if (error instanceof NoSpecification) return { kind: 'undecided', reason: error.message };
    throw error;
  }
}

function findingOf(trace: Trace, { operation, others, reason }: Misplaced): Finding {
  const message = `${seenText(operation)} by ${clientName(trace, operation)} cannot be placed: ${reason}`;
  return { message, event: operation.event, witnesses: witnessesOf(trace, operation, others) };
}

function linearizationOf(trace: Trace, answer: Exclude<Answer, { kind: 'undecided' }>): TraceLinearization {
  const { role } = answer;
  if (answer.kind === 'violated') {
    const { operation, placed, possible } = answer.misplaced;
    return {
      specification: role.name,
      points: pointsOf(trace, [placed]),
      misplaced: {
        operation: operationNumber(trace, operation.invoked),
        possible: possible.map(({ reply, why }) => ({ ...(reply === undefined ? {} : { result: reply }), why })),
      },
    };
  }
  const { operations } = answer;
  const orders = answer.orders.map((order) => order.flatMap((index) => operations[index] ?? []));
  return { specification: role.name, points: pointsOf(trace, orders) };
}

const known = new WeakMap<PropertyContext, Map<number, RoleSpecification | string>>();

/** Of one scenario the same for all of its runs, which ask for the same steps; a new one once it remembers a great many. */
export function specificationOf(context: PropertyContext, spec: number | undefined): RoleSpecification | string {
  if (spec === undefined) return 'it is not said as what';
  const ofScenario = known.get(context) ?? new Map<number, RoleSpecification | string>();
  known.set(context, ofScenario);
  const before = ofScenario.get(spec);
  if (typeof before === 'string' || (before !== undefined && before.steps < mostSteps)) return before;
  const made = newSpecification(context, spec);
  ofScenario.set(spec, made);
  return made;
}
const mostSteps = 50_000;

function newSpecification(context: PropertyContext, spec: number): RoleSpecification | string {
  try {
    return new RoleSpecification(context, spec);
  } catch (error) {
    if (error instanceof NoSpecification) return error.message;
    throw error;
  }
}

/** Of a property that says nothing about any run of the scenario. */
export function cannotTell(reason: string): Monitor {
  return { initial: null, next: (state) => state, reads: () => false, undecided: () => reason };
}
