/** Which `when` rules have come to act. Counts their matches in the draft's world; acting is the caller's. */
import type { MessageMatch, Rule, Trigger } from '../../grammar/semantics/program.ts';
import { at } from './at.ts';
import { type Draft, setOf } from './draft.ts';
import { matchesArguments, matchesMessage, timerName } from './match.ts';
import type { Flight, Happening } from './world.ts';

type MessageTrigger = Extract<Trigger, { match: MessageMatch }>;

/**
 * Rules that act at this send (before it) or receipt (before the handler), in the order of the file. `node` is who sends or receives.
 * Of all rules the matches are counted before the first one acts.
 */
export function rulesAtMessage(draft: Draft, kind: MessageTrigger['kind'], node: number, flight: Omit<Flight, 'id'>): readonly Rule[] {
  return due(draft, (trigger) => {
    if (trigger.kind !== kind || !trigger.nodes.includes(node)) return 0;
    return matchesMessage(draft.system, draft.world.nodes, trigger.match, flight) ? 1 : 0;
  });
}

/**
 * Rules that act right after the step, in the order of the file: those about something among `happenings`, and, once every node has started,
 * those whose condition is true for the first time.
 */
export function rulesAfter(draft: Draft, happenings: readonly Happening[]): readonly Rule[] {
  return due(draft, (trigger) => {
    if (trigger.kind === 'condition') return holds(draft, trigger) ? 1 : 0;
    return happenings.filter((happening) => isAbout(draft, trigger, happening)).length;
  });
}

/** Counts are kept up to the ordinal only, so that worlds whose futures are the same are the same. */
function due(draft: Draft, matches: (trigger: Trigger) => number): readonly Rule[] {
  const { rules } = draft.system.run;
  if (rules.length === 0) return rules;
  return rules.filter((rule, i) => {
    const ordinal = rule.trigger.kind === 'condition' ? 1 : rule.trigger.ordinal;
    const before = at(draft.world.ruleMatches, i);
    if (before >= ordinal) return false;
    const count = Math.min(ordinal, before + matches(rule.trigger));
    setOf(draft, 'ruleMatches', i, count);
    return count === ordinal;
  });
}

function holds(draft: Draft, trigger: Extract<Trigger, { kind: 'condition' }>): boolean {
  if (draft.world.starting !== undefined) return false;
  return draft.system.machine.evaluate(trigger.condition, draft.world.nodes, trigger.frameSize) === true;
}

function isAbout(draft: Draft, trigger: Trigger, happening: Happening): boolean {
  const { system, world } = draft;
  switch (trigger.kind) {
    case 'timesOut':
      return (
        happening.kind === 'timeout' &&
        trigger.nodes.includes(happening.node) &&
        (trigger.timer === undefined || trigger.timer === timerName(system, happening.node, happening.timer)) &&
        matchesArguments(system, world.nodes, trigger.arguments, happening.arguments)
      );
    case 'crashes':
      return happening.kind === 'crash' && trigger.nodes.includes(happening.node);
    case 'recovers':
      return happening.kind === 'recover' && trigger.nodes.includes(happening.node);
    case 'event':
      return (
        happening.kind === 'event' &&
        happening.event === trigger.event &&
        trigger.nodes.includes(happening.node) &&
        matchesArguments(system, world.nodes, trigger.arguments, happening.arguments)
      );
    // Those act in the middle of a step, and conditions are about no happening.
    case 'sends':
    case 'receives':
    case 'condition':
      return false;
  }
}
