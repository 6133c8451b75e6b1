/* The model of bench/models/abd.ts, state for state: three replicas, each with a client; one slot for each kind of message and pair, since each replica does
 * one operation. A stamp says whose value it goes with, so values are not kept beside; a stamp on its way is kept plus one. Of three replicas a single answer
 * makes a majority, so nobody gathers. Every step is one d_step, so the stored states are the protocol's. */
#define PAIR(from, to) ((from) * 3 + (to))
#define NEXT(p) (((p) + 1) % 3)
#define LAST(p) (((p) + 2) % 3)

/* of a client: about to ask, asked, being served, answered, done; the third waits until the first is done, and must then find some value */
#define READY 0
#define ASKED 1
#define SERVED 2
#define ANSWERED 3
#define DONE 4
byte client[3], answer;

#define IDLE 0
#define ASKING 1
#define STORING 2
byte phase[3], stamp[3], newest[3];

bool query[9], stored[9];
byte found[9], store[9];
hidden byte was;

/* the first two write, the third reads */
#define WRITES(p) ((p) < 2)

#define HANDLE(p, q) \
  :: d_step { query[PAIR(q, p)] -> query[PAIR(q, p)] = false; found[PAIR(p, q)] = 1 + stamp[p] } \
  :: d_step { found[PAIR(q, p)] != 0 -> was = found[PAIR(q, p)] - 1; found[PAIR(q, p)] = 0; \
       if \
       :: phase[p] == ASKING -> \
            if :: was > newest[p] -> newest[p] = was :: else -> skip fi; \
            if :: WRITES(p) -> newest[p] = (newest[p] / 4 + 1) * 4 + p + 1 :: else -> skip fi; \
            phase[p] = STORING; \
            if :: newest[p] > stamp[p] -> stamp[p] = newest[p] :: else -> skip fi; \
            store[PAIR(p, NEXT(p))] = 1 + newest[p]; store[PAIR(p, LAST(p))] = 1 + newest[p] \
       :: else -> skip \
       fi } \
  :: d_step { store[PAIR(q, p)] != 0 -> was = store[PAIR(q, p)] - 1; store[PAIR(q, p)] = 0; \
       if :: was > stamp[p] -> stamp[p] = was :: else -> skip fi; \
       stored[PAIR(p, q)] = true } \
  :: d_step { stored[PAIR(q, p)] -> stored[PAIR(q, p)] = false; \
       if \
       :: phase[p] == STORING -> \
            if :: WRITES(p) -> skip :: else -> answer = newest[p] % 4 fi; \
            client[p] = ANSWERED; phase[p] = IDLE; newest[p] = 0 \
       :: else -> skip \
       fi }

active [3] proctype Replica() {
end:
  do
  :: d_step { client[_pid] == ASKED -> client[_pid] = SERVED; phase[_pid] = ASKING; newest[_pid] = stamp[_pid];
       query[PAIR(_pid, NEXT(_pid))] = true; query[PAIR(_pid, LAST(_pid))] = true }
  HANDLE(_pid, NEXT(_pid))
  HANDLE(_pid, LAST(_pid))
  od
}

active [3] proctype Client() {
end:
  do
  :: d_step { client[_pid - 3] == READY && (_pid != 5 || client[0] == DONE) -> client[_pid - 3] = ASKED }
  :: d_step { client[_pid - 3] == ANSWERED -> client[_pid - 3] = DONE;
       if :: _pid == 5 -> assert(answer != 0); answer = 0 :: else -> skip fi }
  od
}
