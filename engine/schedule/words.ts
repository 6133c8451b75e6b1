/** Scheduled steps in the words of the file. */
import type { Expression, MessageMatch } from '../../grammar/semantics/program.ts';
import { at } from '../world/at.ts';
import type { Flight, System, World } from '../world/world.ts';

/** `Vote("t1") from p1 to c`, as far as it is said. */
export function matchText(system: System, world: World, { message, arguments: args, from, to }: MessageMatch): string {
  const nodes = (list: readonly number[]) => list.map((node) => system.machine.names.node(node)).join(', ');
  const side = (word: string, list: readonly number[] | undefined) =>
    list === undefined || list.length === system.run.nodes.length ? '' : ` ${word} ${nodes(list)}`;
  const name = message === undefined ? 'a message' : at(system.program.messages, message).name;
  return `${callOf(system, world, name, args)}${side('from', from)}${side('to', to)}`;
}

/** `retry("t1")`; arguments that are left open show as `_`, and not at all at the end. */
export function callOf(system: System, world: World, name: string, args: readonly (Expression | undefined)[]): string {
  const last = args.findLastIndex((argument) => argument !== undefined);
  const texts = args.slice(0, last + 1).map((argument) => {
    return argument === undefined ? '_' : system.machine.names.value(system.machine.evaluate(argument, world.nodes));
  });
  return texts.length === 0 ? name : `${name}(${texts.join(', ')})`;
}

/** `Prepare("t1") from c to p2` */
export function flightText({ machine: { names } }: System, flight: Flight): string {
  return `${names.message(flight)} from ${names.node(flight.from)} to ${names.node(flight.to)}`;
}

const mostListed = 8;

/** In backticks, separated by commas; of many the first few. */
export function amongText(texts: readonly string[]): string {
  const listed = texts.slice(0, mostListed).map((text) => `\`${text}\``);
  return texts.length > mostListed ? `${listed.join(', ')} and ${texts.length - mostListed} more` : listed.join(', ');
}
