/* The model of bench/models/paxos.ts, state for state: two proposers (ballots 1 and 2), three acceptors, one slot for each kind of message and pair.
 * A promise is kept as 1 + 3 * (ballot of what was accepted) + value. Every step is one d_step, so the stored states are the protocol's. */
#define ACCEPTORS 3
#define AT(p, a) ((p) * ACCEPTORS + (a))

/* of proposer p, whose ballot and wish are p + 1 */
/* what it learnt from promises: 0, or the value that it adopted in place of its own */
byte promised[2], accepted[2], adopted[2], highest[2];
bool asking[2];
/* of acceptor a */
byte promise[3], at[3], held[3];

bool prepareFor[6] = true;
byte promiseOf[6], acceptFor[6];
bool acceptedBy[6];

#define BITS(set) (((set) & 1) + (((set) >> 1) & 1) + (((set) >> 2) & 1))
#define VALUE(p) (adopted[p] == 0 -> p + 1 : adopted[p])
hidden byte was;

inline agreement() { assert(!(BITS(accepted[0]) >= 2 && BITS(accepted[1]) >= 2) || VALUE(0) == VALUE(1)) }

#define PROMISE(p, a) \
  :: d_step { promiseOf[AT(p, a)] != 0 -> \
       was = promiseOf[AT(p, a)] - 1; promiseOf[AT(p, a)] = 0; \
       if \
       :: !asking[p] -> \
            promised[p] = promised[p] | (1 << a); \
            if :: was / 3 > highest[p] -> highest[p] = was / 3; adopted[p] = was % 3 :: else -> skip fi; \
            if \
            :: BITS(promised[p]) >= 2 -> asking[p] = true; acceptFor[AT(p, 0)] = VALUE(p); acceptFor[AT(p, 1)] = VALUE(p); acceptFor[AT(p, 2)] = VALUE(p) \
            :: else -> skip \
            fi \
       :: else -> skip \
       fi } \
  :: d_step { acceptedBy[AT(p, a)] -> acceptedBy[AT(p, a)] = false; \
       if :: BITS(accepted[p]) < 2 -> accepted[p] = accepted[p] | (1 << a) :: else -> skip fi; \
       agreement() }

#define REQUEST(p, a) \
  :: d_step { prepareFor[AT(p, a)] -> prepareFor[AT(p, a)] = false; \
       if \
       :: p + 1 > promise[a] -> promise[a] = p + 1; promiseOf[AT(p, a)] = 1 + 3 * at[a] + held[a] \
       :: else -> skip \
       fi } \
  :: d_step { acceptFor[AT(p, a)] != 0 -> was = acceptFor[AT(p, a)]; acceptFor[AT(p, a)] = 0; \
       if \
       :: p + 1 >= promise[a] -> promise[a] = p + 1; at[a] = p + 1; held[a] = was; acceptedBy[AT(p, a)] = true \
       :: else -> skip \
       fi }

active [2] proctype Proposer() {
end:
  do
  PROMISE(_pid, 0)
  PROMISE(_pid, 1)
  PROMISE(_pid, 2)
  od
}
active [3] proctype Acceptor() {
end:
  do
  REQUEST(0, _pid - 2)
  REQUEST(1, _pid - 2)
  od
}
