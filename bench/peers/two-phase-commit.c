/* The model of bench/models/two-phase-commit.ts as a plain breadth-first search by hand, for it alone: what a machine can do. Compile with -DN=9.
 * Words and steps as in bench/baseline/two-phase-commit.ts; the arena is queue, states and parents at once, the table holds indices and doubles at half full.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifndef N
#define N 9
#endif
typedef uint32_t u32;
typedef uint64_t u64;
#define MASK 1023u
#define ALL ((1u << N) - 1)
#define CRASHED (1u << 30)
enum { BEGINNING, WAITING, COMMITTED, ABORTED };

static u32 *arena, *table;
static u64 capacity = 1 << 16, slots = 1 << 16, count, transitions, violations;

static void *allocate(void *old, u64 bytes) {
  void *p = realloc(old, bytes);
  if (!p) { perror("realloc"); exit(1); }
  return p;
}
static inline u32 hash(u32 a, u32 b, u32 c) {
  u32 h = a * 0x9E3779B1u; h ^= h >> 15; h = (h + b) * 0x85EBCA6Bu; h ^= h >> 13;
  h = (h + c) * 0xC2B2AE35u; h ^= h >> 16; h *= 0x27D4EB2Fu; return h ^ h >> 15;
}
static void grow(void) {
  slots *= 2; free(table); table = calloc(slots, 4);
  if (!table) { perror("calloc"); exit(1); }
  for (u64 i = 0; i < count; i++) {
    u32 *s = arena + i * 4; u64 p = hash(s[0], s[1], s[2]) & (slots - 1);
    while (table[p]) p = (p + 1) & (slots - 1);
    table[p] = i + 1;
  }
}
static inline void emit(u32 a, u32 b, u32 c, u32 parent) {
  transitions++;
  u64 p = hash(a, b, c) & (slots - 1);
  for (; table[p]; p = (p + 1) & (slots - 1)) {
    u32 *s = arena + (u64)(table[p] - 1) * 4;
    if (s[0] == a && s[1] == b && s[2] == c) return;
  }
  if (count == capacity) arena = allocate(arena, (capacity *= 2) * 16);
  u32 *s = arena + count * 4; s[0] = a; s[1] = b; s[2] = c; s[3] = parent;
  table[p] = ++count;
  u32 low = (c >> 10) & MASK, high = c >> 20; if ((high & low) && (high & ~low)) violations++;
  if (count * 2 > slots) grow();
}
static inline void dead(u32 a, u32 b, u32 c, u32 parent) { emit(a & 0x3fffffffu, (b & ~(MASK << 20)) | CRASHED, c & ~MASK, parent); }
static void conclude(u32 a, u32 b, u32 c, int commit, u32 parent) {
  int shift = commit ? 0 : 10; u32 idle = b & ~(MASK << 20);
  emit((a & 0x3fffffffu) | (u32)(commit ? COMMITTED : ABORTED) << 30, idle | ALL << shift, c & ~MASK, parent);
  for (int k = 1; k <= N; k++) dead(a, idle | ((1u << k) - 1) << shift, c, parent);
}
static void expand(u32 a, u32 b, u32 c, u32 me) {
  u32 phase = a >> 30, low = (c >> 10) & MASK, high = c >> 20, m; int alive = !(b & CRASHED);
  if (alive) {
    dead(a, b, c, me);
    if (phase == BEGINNING) {
      emit(a | ALL | (u32)WAITING << 30, b, c, me);
      for (int k = 1; k <= N; k++) dead(a | ((1u << k) - 1), b, c, me);
    }
  }
  for (m = (a >> 10) & MASK; m; m &= m - 1) {
    u32 bit = m & -m, after = a & ~(bit << 10), yes = ((b >> 20) & MASK) | bit;
    if (!alive || phase != WAITING) emit(after, b, c, me);
    else if (yes == ALL) conclude(after, b, c, 1, me);
    else if ((yes | (c & MASK)) == ALL) conclude(after, b, c, 0, me);
    else emit(after, (b & ~(MASK << 20)) | yes << 20, c, me);
  }
  for (m = (a >> 20) & MASK; m; m &= m - 1) {
    u32 bit = m & -m, after = a & ~(bit << 20), no = (c & MASK) | bit;
    if (!alive || phase != WAITING) emit(after, b, c, me);
    else if ((((b >> 20) & MASK) | no) == ALL) conclude(after, b, c, 0, me);
    else emit(after, b, (c & ~MASK) | no, me);
  }
  for (m = a & MASK; m; m &= m - 1) {
    u32 bit = m & -m, after = a & ~bit;
    if ((low | high) & bit) emit(after, b, c, me);
    else { emit(after | bit << 10, b, c | bit << 10, me); emit(after | bit << 20, b, c | bit << 10 | bit << 20, me); }
  }
  for (m = b & MASK; m; m &= m - 1) { u32 bit = m & -m; emit(a, b & ~bit, (c & ~(bit << 10)) | bit << 20, me); }
  for (m = (b >> 10) & MASK; m; m &= m - 1) { u32 bit = m & -m; emit(a, b & ~(bit << 10), c | bit << 10 | bit << 20, me); }
}
int main(void) {
  arena = allocate(0, capacity * 16); table = calloc(slots, 4);
  emit(0, 0, 0, 0xffffffffu); transitions = 0;
  for (u64 next = 0; next < count; next++) { u32 *s = arena + next * 4; expand(s[0], s[1], s[2], next); }
  printf("states=%llu transitions=%llu violations=%llu bytes=%llu\n", (unsigned long long)count, (unsigned long long)transitions,
    (unsigned long long)violations, (unsigned long long)(capacity * 16 + slots * 4));
  return violations != 0;
}
