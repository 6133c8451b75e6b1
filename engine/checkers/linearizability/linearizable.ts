import type { Trace } from '../../trace/model.ts';
import { historyOf, type Operation } from '../history.ts';
import { clientName, operationText, seenText, witnessesOf } from '../objects/observed.ts';
import type { Finding, Monitor, PropertyContext, PropertyFamily, PropertyParameters, SafetyProperty } from '../property.ts';
import { decide } from './decide.ts';
import { LinearizabilityMonitor } from './monitor.ts';
import { NoSpecification, RoleSpecification } from './specification/role.ts';
import { misplaced } from './witness.ts';

/**
 * Linearizability (Herlihy & Wing 1990) with respect to any sequential specification: every operation takes effect at one moment between its invocation and its
 * return, as if there were one copy of the data. One that never returned may take effect at any later time, or never.
 */
export const linearizable: PropertyFamily = {
  name: 'linearizable',
  kind: 'family',
  with: ({ spec }: PropertyParameters): SafetyProperty => ({
    name: 'linearizable',
    kind: 'safety',
    check: (trace, _, context) => {
      const answer = answerTo(trace, context, spec);
      return typeof answer === 'object' ? answer : undefined;
    },
    undecided: (trace, context) => {
      const answer = answerTo(trace, context, spec);
      return typeof answer === 'string' ? answer : undefined;
    },
    monitor: (context): Monitor => {
      const role = specificationOf(context, spec);
      return typeof role === 'string' ? cannotTell(role) : new LinearizabilityMonitor(context, role);
    },
  }),
};

/** The violation, or why there is no answer. */
function answerTo(trace: Trace, context: PropertyContext, spec: number | undefined): Finding | string | undefined {
  const role = specificationOf(context, spec);
  if (typeof role === 'string') return role;
  const operations = historyOf(trace);
  try {
    const decision = decide(role, operations);
    switch (decision.kind) {
      case 'linearizable':
        return undefined;
      case 'gaveUp':
        return `gave up after ${decision.configurations.toLocaleString('en-US')} ways to order the operations`;
      case 'violated':
        return findingOf(
          trace,
          role,
          decision.part.flatMap((index) => operations[index] ?? []),
        );
    }
  } catch (error) {
    if (error instanceof NoSpecification) return error.message;
    throw error;
  }
}

function findingOf(trace: Trace, role: RoleSpecification, operations: readonly Operation[]): Finding {
  const say = (operation: Operation): string => operationText(trace, operation);
  const { operation, others, reason } = misplaced(role, operations, say);
  const message = `${seenText(operation)} by ${clientName(trace, operation)} cannot be placed: ${reason}`;
  return { message, event: operation.event, witnesses: witnessesOf(trace, operation, others) };
}

export function specificationOf(context: PropertyContext, spec: number | undefined): RoleSpecification | string {
  if (spec === undefined) return 'it is not said as what';
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
