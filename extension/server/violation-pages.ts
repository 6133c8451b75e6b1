/** What the codes of violations mean; each is a page of the documentation. */
import type { violationCode } from './violations.ts';

interface Page {
  readonly title: string;
  readonly explanation: string;
  /** What is to be done about it. */
  readonly mend: string;
}

export const violationPages: Readonly<Record<(typeof violationCode)[keyof typeof violationCode], Page>> = {
  FL5001: {
    title: 'The statement that broke a property',
    explanation:
      'A run of a scenario violates a property that it claims, and this statement is where it happens: the decision that contradicts another one, the vote after which a process waits for ever. The related information tells what led there, in order. The run is the shortest of those tried; the trace can be stepped through.',
    mend: 'Open the trace, find the step at which the protocol should have done something else, and change the protocol there. If the violation is what the scenario is to show, claim that: `expect violation of …`.',
  },
  FL5002: {
    title: 'A claim that does not hold',
    explanation: 'The scenario claims something, and a run was found in which it is not so. The statement that broke it is marked too.',
    mend: 'Mend the protocol, not the claim. If the violation is what the scenario is to show, write `expect violation of …`.',
  },
  FL5003: {
    title: 'A failed assertion or an error at run time',
    explanation:
      'In a run of a scenario an `assert` does not hold, or something cannot be computed: a division by zero, a key that a map does not have, a number that an `Int` cannot hold, a loop of more than 10,000 turns. That is wrong whatever the scenario claims.',
    mend: 'Step through the trace to see how the values come about. Ask for what may be missing with `.get(k) ?? d`, `in` or `.empty`.',
  },
  FL5004: {
    title: 'An expected violation that was not found',
    explanation:
      'The scenario expects a violation, as a demonstration, and no run shows one. A simulation may have missed it; an exploration that went to its end has proved that there is none in this scenario.',
    mend: 'Give the scenario the faults that it takes, explore instead of simulating, or claim that the property holds: `check …`.',
  },
  FL5005: {
    title: 'An expected violation was found',
    explanation: 'The scenario expects a violation, and here is the run that shows it. This is what the scenario is for.',
    mend: 'Nothing has to be mended. Where it is not to be violated any more, write `check …` instead.',
  },
  FL5006: {
    title: 'Undecided',
    explanation:
      'No violation was found, but not all was tried: the exploration met a limit of states or time, the simulation its horizon, or the property cannot be decided from what was seen. It is neither proved nor refuted.',
    mend: 'Let it try more (`faultline.limits.states`, `depth`, `memory`, `seconds`; in the terminal `--max-states` and so on), or make the scenario smaller: fewer nodes, smaller budgets of faults, bounds on timers (`up to 2 timeout retry`).',
  },
  FL5007: {
    title: 'A scheduled step that is not possible',
    explanation:
      'A `schedule` says exactly which steps happen, in which order, and this one cannot happen at its place: the message is not in flight, the timer not armed, the node not down. The message lists what is possible there.',
    mend: 'Take one of the steps that are possible. Often the protocol has changed since the schedule was written down.',
  },
};
