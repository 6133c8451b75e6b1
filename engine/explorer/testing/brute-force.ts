/** The definitions of what an exploration answers, written down as plainly as can be over an explicit graph: what the explorer is compared with. */
import type { PropertyContext } from '../../checkers/property.ts';
import type { Value } from '../../program/values.ts';
import { enabled, isFair } from '../../world/enabled.ts';
import { starts } from '../../world/initial.ts';
import { contentKey, timerKey, valueKey, worldKey } from '../../world/key.ts';
import { stepAll } from '../../world/step.ts';
import type { Action, Step, System, World } from '../../world/world.ts';
import type { Question } from '../questions.ts';

export interface Edge {
  readonly to: Vertex;
  /** Which fair action it takes; absent for faults and healing. */
  readonly fair: string | undefined;
  readonly fault: boolean;
}
export interface Vertex {
  readonly world: World;
  /** By question; for those with a monitor. */
  readonly monitors: readonly (Value | 'violated')[];
  readonly depth: number;
  /** A failing step ended the run here. */
  readonly failed: boolean;
  readonly edges: Edge[];
}

/** All states reachable, the monitors' states being part of them; nothing where there are more than `most`. */
export function wholeGraph(
  system: System,
  context: PropertyContext,
  questions: readonly Question[],
  most: number,
): readonly Vertex[] | undefined {
  const monitors = questions.flatMap((question) => {
    if (question.kind === 'monitor') return [question.monitor];
    return question.kind === 'liveness' ? [question.property.monitor(context)] : [];
  });
  const vertices = new Map<string, Vertex>();
  const reach = (steps: readonly Step[], before: Vertex['monitors'], depth: number): Vertex => {
    const world = (steps.at(-1) as Step).world;
    const failure = steps.at(-1)?.failure;
    const happenings = steps.flatMap((step) => step.happenings);
    const after = before.map((state, i) =>
      happenings.reduce<Value | 'violated'>((at, one) => (at === 'violated' ? at : (monitors[i]?.next(at, one) ?? null)), state),
    );
    const key = `${failure ? JSON.stringify(failure.place) : ''}!${worldKey(system, world)}!${after.map(valueKey).join(' ')}`;
    const known = vertices.get(key);
    if (known !== undefined) return known;
    const vertex = { world, monitors: after, depth, failed: failure !== undefined, edges: [] };
    vertices.set(key, vertex);
    return vertex;
  };
  const initial = monitors.map((monitor) => monitor.initial);
  for (const way of starts(system)) reach(way, initial, 0);
  for (const vertex of vertices.values()) {
    if (vertices.size > most) return undefined;
    if (vertex.failed) continue;
    for (const action of enabled(system, vertex.world)) {
      for (const step of stepAll(system, vertex.world, action)) {
        const struck = step.resolution.crashAfterSend !== undefined;
        vertex.edges.push({
          to: reach([step], vertex.monitors, vertex.depth + 1),
          fair: struck || !isFair(action) ? undefined : actionKey(vertex.world, action),
          fault: struck || (!isFair(action) && action.kind !== 'heal'),
        });
      }
    }
  }
  return [...vertices.values()];
}

export function actionKey(world: World, action: Action): string {
  if (action.kind === 'deliver') {
    const flight = world.inFlight.find(({ id }) => id === action.flight);
    if (flight === undefined) throw new Error('not in flight');
    return contentKey(flight);
  }
  if (action.kind === 'fire') return `${action.node} ${timerKey(action)}`;
  if (action.kind === 'handle') return `handle ${valueKey(action.request)}`;
  if ('client' in action) return `${action.kind} client ${action.client}`;
  return `${action.kind} ${'node' in action ? action.node : ''}`;
}

/** What the explorer must say: `depth` is that of the violating state (of the answering one, for `possible`); absent where there is none. */
export interface Expected {
  readonly kind: 'holds' | 'violated';
  readonly depth?: number;
}

export function bruteForce(graph: readonly Vertex[], context: PropertyContext, questions: readonly Question[]): readonly Expected[] {
  const carriers = questions.filter(({ kind }) => kind === 'monitor' || kind === 'liveness');
  const answer = (question: Question): Expected => {
    const monitor = carriers.indexOf(question);
    switch (question.kind) {
      case 'monitor':
        return violatedAt(graph.filter((vertex) => vertex.monitors[monitor] === 'violated'));
      case 'invariant':
        return violatedAt(graph.filter((vertex) => !vertex.failed && !truth(question, vertex)));
      case 'possible': {
        const found = graph.filter((vertex) => !vertex.failed && truth(question, vertex));
        return found.length > 0 ? { kind: 'holds', depth: lowest(found) } : { kind: 'violated' };
      }
      case 'alwaysPossible': {
        const can = canReach(graph, (vertex) => vertex.failed || truth(question, vertex));
        return violatedAt(graph.filter((vertex) => !can.has(vertex)));
      }
      case 'eventually': {
        const part = restricted(graph, (vertex) => !truth(question, vertex));
        return avoidable(part, (vertex) => !vertex.failed);
      }
      case 'liveness': {
        const owes = ({ monitors }: Vertex, node: number) => {
          const state = monitors[monitor];
          return state !== undefined && state !== 'violated' && question.property.owes(context, state, node);
        };
        const answers = question.property.owers(context).map((node): Expected => {
          const up = (vertex: Vertex) => vertex.world.nodes[node]?.up ?? true;
          if (question.property.kind === 'possibleProgress') {
            const can = canReach(graph, (vertex) => vertex.failed || !owes(vertex, node));
            return violatedAt(graph.filter((vertex) => up(vertex) && !can.has(vertex)));
          }
          const part = new Map(graph.filter((vertex) => owes(vertex, node)).map((vertex) => [vertex, vertex.depth]));
          return avoidable(part, (vertex) => !vertex.failed && up(vertex));
        });
        return answers.reduce<Expected>((worst, one) => ((one.depth ?? Infinity) < (worst.depth ?? Infinity) ? one : worst), {
          kind: 'holds',
        });
      }
    }
  };
  return questions.map(answer);
}

function truth(question: Extract<Question, { holds: unknown }>, { world }: Vertex): boolean {
  try {
    return question.holds(world.nodes);
  } catch {
    return false;
  }
}

function lowest(vertices: readonly Vertex[], depthOf = (vertex: Vertex) => vertex.depth): number {
  return Math.min(...vertices.map(depthOf));
}
function violatedAt(vertices: readonly Vertex[]): Expected {
  return vertices.length > 0 ? { kind: 'violated', depth: lowest(vertices) } : { kind: 'holds' };
}

/** Vertices from which a run without further faults reaches the goal. */
function canReach(graph: readonly Vertex[], goal: (vertex: Vertex) => boolean): ReadonlySet<Vertex> {
  const can = new Set(graph.filter(goal));
  for (let before = -1; before !== can.size; ) {
    before = can.size;
    for (const vertex of graph) if (vertex.edges.some(({ to, fault }) => !fault && can.has(to))) can.add(vertex);
  }
  return can;
}

/** The part reachable from the starts inside, with the distances there. */
function restricted(graph: readonly Vertex[], inside: (vertex: Vertex) => boolean): ReadonlyMap<Vertex, number> {
  const distances = new Map(graph.filter((vertex) => vertex.depth === 0 && inside(vertex)).map((vertex) => [vertex, 0]));
  for (const [vertex, distance] of distances) {
    for (const { to } of vertex.edges) if (inside(to) && !distances.has(to)) distances.set(to, distance + 1);
  }
  return distances;
}

/** The nearest vertex of the part where a fair run inside it can end, or which it can come by for ever. */
function avoidable(part: ReadonlyMap<Vertex, number>, counts: (vertex: Vertex) => boolean): Expected {
  const reach = new Map([...part.keys()].map((vertex) => [vertex, forward(part, vertex)]));
  const bad = [...part.keys()].filter((vertex) => {
    if (!counts(vertex)) return false;
    if (vertex.edges.every(({ fair }) => fair === undefined)) return true;
    const component = [...(reach.get(vertex) ?? [])].filter((other) => reach.get(other)?.has(vertex));
    return component.length > 0 && isFairSet(component);
  });
  return bad.length > 0 ? { kind: 'violated', depth: lowest(bad, (vertex) => part.get(vertex) ?? Infinity) } : { kind: 'holds' };
}

/** What is reachable inside in at least one step. */
function forward(part: ReadonlyMap<Vertex, number>, from: Vertex): ReadonlySet<Vertex> {
  const seen = new Set<Vertex>();
  const visit = (vertex: Vertex) => {
    for (const { to } of vertex.edges) {
      if (!part.has(to) || seen.has(to)) continue;
      seen.add(to);
      visit(to);
    }
  };
  visit(from);
  return seen;
}

/** Each fair action is disabled in some of the states or taken by some edge between them. */
export function isFairSet(component: readonly Vertex[]): boolean {
  const members = new Set(component);
  const actions = new Set(component.flatMap(({ edges }) => edges.flatMap(({ fair }) => fair ?? [])));
  return [...actions].every((action) =>
    component.some(
      ({ edges }) => !edges.some(({ fair }) => fair === action) || edges.some(({ fair, to }) => fair === action && members.has(to)),
    ),
  );
}
