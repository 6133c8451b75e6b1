/* The model of bench/models/leader-election.ts, state for state: three servers, each may stand once, one may crash for good. A server that is dead
 * remembers nothing. Every step is one d_step, so the stored states are the protocol's. */
#define SERVERS 3
#define AT(from, to) ((from) * SERVERS + (to))
#define FOLLOWER  0
#define CANDIDATE 1
#define LEADER    2
#define NOBODY    3

byte term[3], role[3], votes[3];
byte votedFor[3] = NOBODY;
bool armed[3] = true;
bool fired[3], dead[3];
bool struck;

/* terms, by sender and receiver; 0: nothing in flight */
byte request[9], granted[9];

#define BITS(set) (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1))
hidden byte theirs;

inline oneLeader() {
  assert(!(role[0] == LEADER && role[1] == LEADER && term[0] == term[1]));
  assert(!(role[0] == LEADER && role[2] == LEADER && term[0] == term[2]));
  assert(!(role[1] == LEADER && role[2] == LEADER && term[1] == term[2]))
}
#define DIE(s) struck = true; dead[s] = true; armed[s] = false; term[s] = 0; role[s] = FOLLOWER; votes[s] = 0; votedFor[s] = NOBODY
#define CAN_FIRE(s) (!dead[s] && armed[s] && !fired[s])

/* `first` and `second`: the other two, in the order in which they are sent to. */
#define OWN(s, first, second) \
  :: d_step { CAN_FIRE(s) -> fired[s] = true; term[s] = term[s] + 1; role[s] = CANDIDATE; votedFor[s] = s; votes[s] = 1 << s; \
       request[AT(s, first)] = term[s]; request[AT(s, second)] = term[s] } \
  :: d_step { CAN_FIRE(s) && !struck -> fired[s] = true; request[AT(s, first)] = term[s] + 1; DIE(s) } \
  :: d_step { !dead[s] && !struck -> DIE(s) }
#define FROM(s, other) \
  :: d_step { request[AT(other, s)] != 0 -> theirs = request[AT(other, s)]; request[AT(other, s)] = 0; \
       if \
       :: !dead[s] -> \
            if :: theirs > term[s] -> term[s] = theirs; votedFor[s] = NOBODY; role[s] = FOLLOWER; votes[s] = 0 :: else -> skip fi; \
            if \
            :: theirs == term[s] && (votedFor[s] == NOBODY || votedFor[s] == other) -> votedFor[s] = other; granted[AT(s, other)] = theirs \
            :: else -> skip \
            fi \
       :: else -> skip \
       fi } \
  :: d_step { granted[AT(other, s)] != 0 -> theirs = granted[AT(other, s)]; granted[AT(other, s)] = 0; \
       if \
       :: !dead[s] && role[s] == CANDIDATE && theirs == term[s] -> \
            votes[s] = votes[s] | (1 << other); \
            if :: BITS(votes[s]) >= 2 -> role[s] = LEADER; armed[s] = false; oneLeader() :: else -> skip fi \
       :: else -> skip \
       fi }

active proctype First() {
end:
  do
  OWN(0, 1, 2)
  FROM(0, 1)
  FROM(0, 2)
  od
}
active proctype Second() {
end:
  do
  OWN(1, 0, 2)
  FROM(1, 0)
  FROM(1, 2)
  od
}
active proctype Third() {
end:
  do
  OWN(2, 0, 1)
  FROM(2, 0)
  FROM(2, 1)
  od
}
