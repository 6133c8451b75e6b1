/** Code that finds out what a client can do in a state: `ClientLookups`, unrolled. */
import {
  ClientTable,
  clientOf,
  clientTable,
  inboxOf,
  localOf,
  NEEDS_COMPANY,
  NodeTable,
  nodeTable,
  SystemTable,
  systemTable,
} from '../../memory/directory.ts';
import { brIf, call, eq, get, i32, type Local, lessS, type Part, seq, set, sub, tee, when } from './assembler.ts';
import type { Expanding } from './expanding.ts';
import { Callee, entry } from './fields.ts';

interface Locals {
  /** Becomes the place of the list of (label, outcome list). */
  readonly into: Local;
  readonly own: Local;
  readonly about: Local;
  readonly other: Local;
  readonly bits: Local;
}

export function clientSteps(expanding: Expanding, client: number, { into, own, about, other, bits }: Locals): Part {
  const { shape, field, known } = expanding;
  const { nodes, monitors, clients } = shape;
  const table = (which: number) => clientTable(nodes, monitors, client, which);
  const traits = clients[client];
  const company = seq(
    ...(traits?.company ?? []).map((index) =>
      seq(
        set(other, field(clientOf(nodes, monitors, index))),
        known(about, entry(table(ClientTable.company), get(about), get(other), bits)),
        set(about, sub(get(about), i32(1))),
      ),
    ),
  );
  return seq(
    set(own, field(clientOf(nodes, monitors, client))),
    known(into, entry(table(ClientTable.entry), get(own), undefined, bits)),
    when(
      lessS(get(into), i32(0)),
      seq(
        set(about, i32(0)),
        when(
          eq(get(into), i32(NEEDS_COMPANY)),
          company,
          traits?.numbersRequests ? takenNumbers(expanding, client, { about, other, bits }) : seq(),
        ),
        known(into, entry(table(ClientTable.situation), get(own), get(about), bits)),
      ),
    ),
    set(other, sub(get(into), i32(1))),
    known(into, entry(table(ClientTable.steps), get(other), undefined, bits)),
  );
}

/** `about` becomes the set of the numbers of the client's requests that nodes, inboxes and interrupted handlers have. */
function takenNumbers(
  { shape, environment, leave, field, known }: Expanding,
  client: number,
  { about, other, bits }: Pick<Locals, 'about' | 'other' | 'bits'>,
): Part {
  const { nodes, requestsAreKept } = shape;
  const joined = (table: number, row: Part) =>
    seq(
      known(other, entry(table, row, i32(client), bits)),
      brIf(leave, lessS(tee(about, call(Callee.union, get(about), sub(get(other), i32(1)))), i32(0))),
    );
  return seq(
    ...Array.from({ length: nodes }, (_, node) =>
      seq(
        joined(nodeTable(node, NodeTable.keptInInbox), field(inboxOf(node))),
        requestsAreKept ? joined(nodeTable(node, NodeTable.keptInLocal), field(localOf(node))) : seq(),
      ),
    ),
    requestsAreKept ? joined(systemTable(nodes, SystemTable.kept), get(environment)) : seq(),
  );
}
