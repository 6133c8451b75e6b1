/**
 * The model of `bench/models/two-phase-commit.ts` as a breadth-first search written by hand for it alone: three words a state, typed arrays, a table of
 * indices with tags, successors looked up in batches. What JavaScript can do when it has nothing else to think of.
 *
 * Words: prepare | yes << 10 | no << 20 | phase << 30;  commit | abort << 10 | voted yes << 20 | crashed << 30;  voted no | low << 10 | high << 20.
 * One bit for each participant; its state is the pair of its bits in high and low: 00 beginning, 01 waiting, 10 committed, 11 aborted.
 */
const MASK = 1023;
const BEGINNING = 0;
const WAITING = 1;
const COMMITTED = 2;
const ABORTED = 3;

export interface BaselineResult {
  readonly states: number;
  readonly transitions: number;
  readonly bytes: number;
}

export function baselineTwoPhaseCommit(participants: number): BaselineResult {
  const everyone = (1 << participants) - 1;
  const buffer = new Int32Array(1 << 13);
  let filled = 0;
  let slots = 1 << 16;
  let table = new Int32Array(slots);
  let capacity = 1 << 16;
  let arena = new Int32Array(capacity * 4);
  let count = 0;
  let transitions = 0;
  let touched = 0;

  const emit = (a: number, b: number, c: number, parent: number): void => {
    let hash = Math.imul(a, 0x9e3779b1);
    hash ^= hash >>> 15;
    hash = Math.imul((hash + b) | 0, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul((hash + c) | 0, 0xc2b2ae35);
    hash ^= hash >>> 16;
    hash = Math.imul(hash, 0x27d4eb2f);
    hash ^= hash >>> 15;
    buffer[filled] = a;
    buffer[filled + 1] = b;
    buffer[filled + 2] = c;
    buffer[filled + 3] = parent;
    buffer[filled + 4] = hash;
    filled += 8;
  };

  const grow = (more: number): void => {
    while (count + more > capacity) {
      capacity *= 2;
      const larger = new Int32Array(capacity * 4);
      larger.set(arena);
      arena = larger;
    }
    if ((count + more) * 2 <= slots) return;
    slots *= 2;
    table = new Int32Array(slots);
    const states = count;
    const mask = slots - 1;
    for (let i = 0; i < states; i++) {
      filled = 0;
      emit(arena[i * 4] as number, arena[i * 4 + 1] as number, arena[i * 4 + 2] as number, 0);
      const hash = buffer[4] as number;
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (i + 1) | (hash & ~mask);
    }
  };

  const flush = (): void => {
    const end = filled;
    if ((count + (end >> 3)) * 2 > slots || count + (end >> 3) > capacity) {
      const kept = buffer.slice(0, end);
      grow(end >> 3);
      buffer.set(kept);
    }
    filled = 0;
    const mask = slots - 1;
    const t = table;
    const states = arena;
    let total = count;
    let seen = 0;
    for (let i = 0; i < end; i += 8) seen ^= t[(buffer[i + 4] as number) & mask] as number;
    touched ^= seen;
    next: for (let i = 0; i < end; i += 8) {
      const hash = buffer[i + 4] as number;
      let slot = hash & mask;
      for (;;) {
        const entry = t[slot] as number;
        if (entry === 0) break;
        if (((entry ^ hash) & ~mask) === 0) {
          const at = ((entry & mask) - 1) << 2;
          if (states[at] === buffer[i] && states[at + 1] === buffer[i + 1] && states[at + 2] === buffer[i + 2]) continue next;
        }
        slot = (slot + 1) & mask;
      }
      const at = total << 2;
      states[at] = buffer[i] as number;
      states[at + 1] = buffer[i + 1] as number;
      states[at + 2] = buffer[i + 2] as number;
      states[at + 3] = buffer[i + 3] as number;
      total++;
      t[slot] = total | (hash & ~mask);
    }
    transitions += end >> 3;
    count = total;
  };

  const crashed = 1 << 30;
  /** Coordinator gone: what it knew and its timer with it. */
  const dead = (a: number, b: number, c: number, parent: number): void =>
    emit(a & 0x3fffffff, (b & ~(MASK << 20)) | crashed, c & ~MASK, parent);
  const conclude = (a: number, b: number, c: number, commit: boolean, parent: number): void => {
    const shift = commit ? 0 : 10;
    const idle = b & ~(MASK << 20);
    emit((a & 0x3fffffff) | ((commit ? COMMITTED : ABORTED) << 30), idle | (everyone << shift), c & ~MASK, parent);
    for (let k = 1; k <= participants; k++) dead(a, idle | (((1 << k) - 1) << shift), c, parent);
  };

  const expand = (a: number, b: number, c: number, me: number): void => {
    const phase = a >>> 30;
    const low = (c >>> 10) & MASK;
    const high = c >>> 20;
    const alive = (b & crashed) === 0;
    if (alive) {
      dead(a, b, c, me);
      if (phase === BEGINNING) {
        emit(a | everyone | (WAITING << 30), b, c, me);
        for (let k = 1; k <= participants; k++) dead(a | ((1 << k) - 1), b, c, me);
      }
    }
    for (let m = (a >>> 10) & MASK; m !== 0; m &= m - 1) {
      const bit = m & -m;
      const after = a & ~(bit << 10);
      if (!alive || phase !== WAITING) {
        emit(after, b, c, me);
        continue;
      }
      const yes = ((b >>> 20) & MASK) | bit;
      if (yes === everyone) conclude(after, b, c, true, me);
      else if ((yes | (c & MASK)) === everyone) conclude(after, b, c, false, me);
      else emit(after, (b & ~(MASK << 20)) | (yes << 20), c, me);
    }
    for (let m = (a >>> 20) & MASK; m !== 0; m &= m - 1) {
      const bit = m & -m;
      const after = a & ~(bit << 20);
      if (!alive || phase !== WAITING) {
        emit(after, b, c, me);
        continue;
      }
      const no = (c & MASK) | bit;
      if ((((b >>> 20) & MASK) | no) === everyone) conclude(after, b, c, false, me);
      else emit(after, b, (c & ~MASK) | no, me);
    }
    for (let m = a & MASK; m !== 0; m &= m - 1) {
      const bit = m & -m;
      const after = a & ~bit;
      if (((low | high) & bit) !== 0) emit(after, b, c, me);
      else {
        emit(after | (bit << 10), b, c | (bit << 10), me);
        emit(after | (bit << 20), b, c | (bit << 10) | (bit << 20), me);
      }
    }
    for (let m = b & MASK; m !== 0; m &= m - 1) {
      const bit = m & -m;
      emit(a, b & ~bit, (c & ~(bit << 10)) | (bit << 20), me);
    }
    for (let m = (b >>> 10) & MASK; m !== 0; m &= m - 1) {
      const bit = m & -m;
      emit(a, b & ~(bit << 10), c | (bit << 10) | (bit << 20), me);
    }
  };

  emit(0, 0, 0, 0);
  flush();
  transitions = 0;
  for (let next = 0; next < count; ) {
    for (const end = Math.min(count, next + 8); next < end; next++) {
      const at = next << 2;
      expand(arena[at] as number, arena[at + 1] as number, arena[at + 2] as number, next);
    }
    flush();
  }
  // `touched` only keeps the loads of the first loop alive.
  return { states: count, transitions, bytes: arena.byteLength + table.byteLength + (touched & 0) };
}
