/**
 * Which nodes a scenario does not tell apart: several of one role whose arguments are equal up to exchanging them, while nothing else in it speaks of one
 * and not of the other in the same way.
 */
import type { Expression, MessageMatch } from '../../../grammar/semantics/program.ts';
import { EvaluationError } from '../../program/errors.ts';
import { renamedValue } from '../../program/renaming.ts';
import type { Value } from '../../program/values.ts';
import { isFifo } from '../../world/network.ts';
import type { System } from '../../world/world.ts';
import type { Question } from '../questions.ts';
import { isReducible } from '../reducible.ts';
import { Group } from './group.ts';
import { OrderFree } from './order-free.ts';
import { type Permutation, transposition } from './permutations.ts';

/** The largest group of permutations that the scenario and the questions do not notice; nothing where there is none but the identity, or none is known. */
export function symmetryOf(system: System, questions: readonly Question[]): Group | undefined {
  const { rules, clients, messageFaults } = system.run;
  // `when` rules can do anything to any node, and which match is the second may depend on who is who.
  if (!isReducible(system, questions) || rules.length > 0 || clients.length > 0) return undefined;
  if (messageFaults.some(({ ordinal }) => ordinal !== undefined)) return undefined;
  const named = new Set(questions.flatMap((question) => nodesOutside(system, question)));
  const args = argumentsOf(system);
  if (args === undefined) return undefined;
  const nodes = system.run.nodes.length;
  const alike = (a: number, b: number): boolean => {
    if (named.has(a) || named.has(b) || system.run.nodes[a]?.role !== system.run.nodes[b]?.role) return false;
    return isUnnoticed(system, questions, args, transposition(nodes, a, b));
  };
  // To be exchangeable is an equivalence: what exchanges a and c is made of what exchanges a and b, and b and c.
  const classes: number[][] = [];
  for (let node = 0; node < nodes; node++) {
    const members = classes.find(([first]) => first !== undefined && alike(first, node));
    if (members === undefined) classes.push([node]);
    else members.push(node);
  }
  const several = classes.filter(({ length }) => length > 1);
  return several.length > 0 && isOrderFree(system, questions, several) ? new Group(nodes, several) : undefined;
}

/** Nodes that a question may read in a way that is not known. */
function nodesOutside({ run }: System, question: Question): readonly number[] {
  if (!('holds' in question) || question.condition !== undefined) return [];
  return question.reads ?? [...run.nodes.keys()];
}

function argumentsOf({ run, machine }: System): readonly (readonly Value[])[] | undefined {
  try {
    return run.nodes.map((node) => node.arguments.map((argument) => machine.evaluate(argument, [])));
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function isUnnoticed(system: System, questions: readonly Question[], args: readonly (readonly Value[])[], to: Permutation): boolean {
  const { run, machine } = system;
  const nodes = [...run.nodes.keys()];
  const image = (node: number): number => to[node] as number;
  const argumentsAgree = nodes.every((node) =>
    args[node]?.every((value, i) => renamedValue(machine.values, value, to) === args[image(node)]?.[i]),
  );
  const channelsAgree = nodes.every((a) => nodes.every((b) => isFifo(run, a, b) === isFifo(run, image(a), image(b))));
  const setAgrees = (set: readonly number[] | undefined) => set === undefined || set.every((node) => set.includes(image(node)));
  const expressionAgrees = (e: Expression | undefined) => expressionText(e, (node) => node) === expressionText(e, image);
  const matchAgrees = ({ from, to: receivers, arguments: wanted }: MessageMatch) =>
    setAgrees(from) && setAgrees(receivers) && wanted.every(expressionAgrees);
  return (
    argumentsAgree &&
    channelsAgree &&
    run.budgets.every(({ fault }) => ('nodes' in fault ? setAgrees(fault.nodes) : 'match' in fault ? matchAgrees(fault.match) : true)) &&
    run.messageFaults.every(({ match }) => matchAgrees(match)) &&
    questions.every((question) => !('holds' in question) || expressionAgrees(question.condition))
  );
}

/** The expression with its nodes under other numbers; the elements of a set in no order. */
function expressionText(part: unknown, image: (node: number) => number): string {
  if (Array.isArray(part)) return `[${part.map((item) => expressionText(item, image))}]`;
  if (typeof part !== 'object' || part === null) return JSON.stringify(part) ?? '';
  const { kind, node, elements } = part as { readonly kind?: unknown; readonly node?: unknown; readonly elements?: unknown };
  if (kind === 'node') return `n${image(node as number)}`;
  if (kind === 'set' && Array.isArray(elements)) return `{${elements.map((element) => expressionText(element, image)).sort()}}`;
  const entries = Object.entries(part).filter(([key]) => key !== 'place' && key !== 'type');
  return `{${entries.map(([key, inner]) => `${key}:${expressionText(inner, image)}`)}}`;
}

/** Whether the code in play cannot tell the nodes of these classes apart by their order. */
function isOrderFree({ program, run }: System, questions: readonly Question[], classes: readonly (readonly number[])[]): boolean {
  const roleOf = (node: number | undefined) => program.roles[run.nodes[node ?? -1]?.role ?? -1];
  const names = new Set(classes.flatMap(([first]) => roleOf(first)?.name ?? []));
  const nodes = [...run.nodes.keys()];
  const checker = new OrderFree(
    program,
    names,
    nodes.some((a) => nodes.some((b) => isFifo(run, a, b))),
  );
  const roles = [...new Set(nodes.map(roleOf))];
  const conditions = questions.map((question) => ('holds' in question ? question.condition : undefined));
  return (
    roles.every((role) => role !== undefined && checker.role(role)) &&
    conditions.every((condition) => checker.code(condition)) &&
    [...run.budgets, ...run.messageFaults].every((item) => checker.code(item))
  );
}
