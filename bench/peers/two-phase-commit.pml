/* The model of bench/models/two-phase-commit.ts, state for state: one slot for each kind of message and participant, a message is taken out on
 * delivery, also by a coordinator that is dead. Every step is one d_step, so the stored states are the protocol's and nothing between.
 *   spin -a -DN=7 two-phase-commit.pml
 * Where a crash strikes in the middle of a decision's broadcast is chosen in an atomic sequence, whose inside is not stored either (a d_step would not
 * explore the choice). An option for each of these steps would mean the same, but SPIN takes half as long again with it.
 */
#ifndef N
#define N 3
#endif

#define BEGINNING 0
#define WAITING   1
#define COMMITTED 2
#define ABORTED   3
#define NONE 0
#define YES  1
#define NO   2

byte phase = BEGINNING;
bool crashed = false;
byte vote[N];
byte state[N];
bool prepare[N], saidYes[N], saidNo[N], commit[N], abort[N];

hidden byte k, count, yes;

inline atomicity() {
  count = 0; yes = 0; k = 0;
  do
  :: k < N -> yes = yes + (state[k] == COMMITTED); count = count + (state[k] == ABORTED); k++
  :: else -> break
  od;
  assert(!(yes > 0 && count > 0))
}

inline forget() {
  k = 0;
  do
  :: k < N -> vote[k] = NONE; k++
  :: else -> break
  od;
  k = 0 /* a d_step must not end in a jump */
}

inline die() { crashed = true; phase = BEGINNING; forget() }

inline tally() {
  count = 0; yes = 0; k = 0;
  do
  :: k < N -> count = count + (vote[k] != NONE); yes = yes + (vote[k] == YES); k++
  :: else -> break
  od
}

/* The first `last` messages of the decision. */
inline decide(last) {
  k = 0;
  do
  :: k < last -> if :: yes == N -> commit[k] = true :: else -> abort[k] = true fi; k++
  :: else -> break
  od
}

inline vote_of(i, what) {
  if
  :: !crashed && phase == WAITING ->
       vote[i] = what; tally();
       if
       :: count == N -> phase = (yes == N -> COMMITTED : ABORTED); decide(N); forget()
       :: else -> skip
       fi
  :: else -> skip
  fi
}

active [N] proctype Participant() {
end:
  do
  :: d_step { prepare[_pid] ->
       prepare[_pid] = false;
       if
       :: state[_pid] == BEGINNING -> state[_pid] = WAITING; saidYes[_pid] = true
       :: else -> skip
       fi }
  :: d_step { prepare[_pid] && state[_pid] == BEGINNING ->
       prepare[_pid] = false; state[_pid] = ABORTED; saidNo[_pid] = true; atomicity() }
  :: d_step { commit[_pid] -> commit[_pid] = false; state[_pid] = COMMITTED; atomicity() }
  :: d_step { abort[_pid] -> abort[_pid] = false; state[_pid] = ABORTED; atomicity() }
  od
}

#define VOTED(i) (vote[i] != NONE)
#if N == 3
#define VOTES (VOTED(0) + VOTED(1) + VOTED(2))
#elif N == 5
#define VOTES (VOTED(0) + VOTED(1) + VOTED(2) + VOTED(3) + VOTED(4))
#elif N == 7
#define VOTES (VOTED(0) + VOTED(1) + VOTED(2) + VOTED(3) + VOTED(4) + VOTED(5) + VOTED(6))
#else
#define VOTES (VOTED(0) + VOTED(1) + VOTED(2) + VOTED(3) + VOTED(4) + VOTED(5) + VOTED(6) + VOTED(7) + VOTED(8))
#endif
#define LAST (!crashed && phase == WAITING && VOTES == N - 1)

#define RECEIVE(i) \
  :: d_step { saidYes[i] -> saidYes[i] = false; vote_of(i, YES) } \
  :: d_step { saidNo[i] -> saidNo[i] = false; vote_of(i, NO) }
#define SENDS(sent) :: d_step { tally(); decide(sent); die() }
#define STRIKES(i) \
  :: atomic { saidYes[i] && LAST -> saidYes[i] = false; vote[i] = YES; if SENT(SENDS) fi } \
  :: atomic { saidNo[i] && LAST -> saidNo[i] = false; vote[i] = NO; if SENT(SENDS) fi }
#define BEGIN(sent) \
  :: d_step { !crashed && phase == BEGINNING -> \
       k = 0; \
       do \
       :: k < sent -> prepare[k] = true; k++ \
       :: else -> break \
       od; \
       die() }
#if N == 3
#define EACH(WHAT) WHAT(0) WHAT(1) WHAT(2)
#define SENT(WHAT) WHAT(1) WHAT(2) WHAT(3)
#define BEGINS BEGIN(1) BEGIN(2) BEGIN(3)
#elif N == 5
#define EACH(WHAT) WHAT(0) WHAT(1) WHAT(2) WHAT(3) WHAT(4)
#define SENT(WHAT) WHAT(1) WHAT(2) WHAT(3) WHAT(4) WHAT(5)
#define BEGINS BEGIN(1) BEGIN(2) BEGIN(3) BEGIN(4) BEGIN(5)
#elif N == 7
#define EACH(WHAT) WHAT(0) WHAT(1) WHAT(2) WHAT(3) WHAT(4) WHAT(5) WHAT(6)
#define SENT(WHAT) WHAT(1) WHAT(2) WHAT(3) WHAT(4) WHAT(5) WHAT(6) WHAT(7)
#define BEGINS BEGIN(1) BEGIN(2) BEGIN(3) BEGIN(4) BEGIN(5) BEGIN(6) BEGIN(7)
#else
#define EACH(WHAT) WHAT(0) WHAT(1) WHAT(2) WHAT(3) WHAT(4) WHAT(5) WHAT(6) WHAT(7) WHAT(8)
#define SENT(WHAT) WHAT(1) WHAT(2) WHAT(3) WHAT(4) WHAT(5) WHAT(6) WHAT(7) WHAT(8) WHAT(9)
#define BEGINS BEGIN(1) BEGIN(2) BEGIN(3) BEGIN(4) BEGIN(5) BEGIN(6) BEGIN(7) BEGIN(8) BEGIN(9)
#endif

active proctype Coordinator() {
end:
  do
  :: d_step { !crashed && phase == BEGINNING ->
       phase = WAITING; k = 0;
       do
       :: k < N -> prepare[k] = true; k++
       :: else -> break
       od;
       k = 0 }
  :: d_step { !crashed -> die() }
  BEGINS
  EACH(RECEIVE)
  EACH(STRIKES)
  od
}
