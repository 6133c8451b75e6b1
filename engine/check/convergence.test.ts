import { describe, expect, it } from 'vitest';
import { check } from '../check.ts';
import { programOf } from './testing/program.ts';

const gossip = (items: string) => `
  message Gossip(seen: Set<Int>)
  role Replica(peers: Set<Replica>, mine: Int) {
    durable seen: Set<Int> = {}
    durable told: Int = 0
    on start { seen = {mine}; told = mine; send Gossip(seen) to peers }
    on Gossip(others) { seen += others }
  }
  scenario "s" {
    node a = Replica(peers: {b}, mine: 1)
    node b = Replica(peers: {a}, mine: 2)
    ${items.replaceAll('  ', '\n')}
  }`;
const verdict = (items: string) => check(programOf(gossip(items)))[0]?.claims[0]?.verdict;

describe('convergence', () => {
  it.each([
    ['explore  check converges on seen', 'holds'],
    ['simulate 20 seeds  check converges on seen', 'holds'],
    ['explore  check converges', 'violated'],
    ['explore  check converges on seen, told', 'violated'],
    ['up to 1 lose  explore  check converges on seen', 'violated'],
    ['network { loss 50% }  simulate 20 seeds  check converges on seen', 'violated'],
    // Who is down need not be equal to anybody.
    ['when a crashes { crash b }  up to 1 crash of a  when b sends Gossip { crash a }  explore  check converges on seen', 'holds'],
  ])('%s: %s', (items, expected) => {
    expect(verdict(items)?.kind).toBe(expected);
  });

  it('says which variable of which nodes differs', () => {
    const broken = verdict('lose Gossip to b  explore  check converges on seen');
    const message = broken?.kind === 'violated' ? broken.violation.message : '';
    expect(message).toContain('a.seen == b.seen is false: a.seen is {1}, b.seen is {2}');
    expect(message).toContain('the nodes cannot become equal any more');
  });
});
