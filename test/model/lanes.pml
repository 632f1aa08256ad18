/*
 * How a change comes to its row: capture, a lane's stream and position, overflow and sweep, two workers that both think they own the lane, the checkpoint
 * that fences them, crashes, and a failover of Redis that loses what was not replicated. A value is the number of its version. docs/architecture.md
 * tells which files the parts stand for. To be given: LANES (1 or 2), WRITES, BUDGET (entries of capture that a stream may hold), CLAIMS of each lane (one
 * more than what may go wrong with its owners) and CRASHES of capture. FORGETFUL and FAILOVERS add trouble; every other `#ifdef` breaks a rule.
 */
#define OWNERS      2
#define KEYS        2
#define ROOM        3 /* entries of a stream: two of capture, one of the sweep, which names a key when the last one is committed */
#define BIT(n)      (1 << (n))
#define LANE(n)     ((n) % LANES)
#define ENTRY(l, i) stream[(l) * ROOM + (i)]
#define SWEPT(l)    ENTRY(l, 2)
#define NAMES       (BIT(KEYS) - 1)
#define HELD(o)     BIT(KEYS + (o)) /* this owner has read the entry, and will remove exactly what it has read */
#define EMPTY(l)    (ENTRY(l, 0) == 0 && ENTRY(l, 1) == 0 && SWEPT(l) == 0)
#define FULL(l)     ((ENTRY(l, 0) != 0) + (ENTRY(l, 1) != 0) >= BUDGET)
#define RAISE(l)    needed[l] = true; raised[l] = true

/* The source: its keys' values, and which key changed at which offset. */
byte source[KEYS], changes[WRITES], offset;
/* A lane in Redis: its stream (an entry is a set of keys), its position, and whether a sweep is needed: at all, and since the last one began. */
byte stream[LANES * ROOM], position[LANES];
bool needed[LANES], raised[LANES];
/* The target: its rows, and a checkpoint a lane. */
byte target[KEYS], epoch[LANES], seq[LANES];
/* The transaction that an owner has sent. It may arrive long after the one who sent it is gone. */
typedef Transaction { bool sent, orphaned; byte epoch, seq, keys, value[KEYS], answer };
#define COMMITTED 1
#define FENCED    2
Transaction sent[OWNERS];
/* Capture's memory: how far it has read, what it has not written yet, and of which lanes it had to forget that. Its connection may break. */
byte reached, dirty, broken;
#define CRASHED  1
#define FAILOVER 2
bool forgot[LANES], sweepBroken[LANES];
byte claims[LANES], inHand[OWNERS];

/* A row is never overwritten by an older value. Whenever all is quiet, the target equals the source. */
bool never_back = true, no_lost_change = true;
#ifndef ASSERTED
#define ASSERTED never_back && no_lost_change
#endif

active proctype Writer() {
  byte k;
  do
  :: offset < WRITES -> atomic { select (k : 0 .. KEYS - 1); source[k]++; changes[offset] = k; offset++; k = 0 }
  :: else -> break
  od
}

#define OURS(l) (dirty & (LANES == 1 -> NAMES : BIT(l)))
#define LOWEST  (position[0] < position[LANES - 1] -> position[0] : position[LANES - 1])
#define HIGHEST (position[0] > position[LANES - 1] -> position[0] : position[LANES - 1])

active proctype Capture() {
  byte l, k;
again: {
  do
  :: d_step { reached < offset -> k = changes[reached];
       if :: reached >= position[LANE(k)] -> dirty = dirty | BIT(k) :: else fi; reached++; k = 0 }
#ifdef FORGETFUL
  :: d_step { OURS(l) -> forgot[l] = true; dirty = dirty & ~OURS(l) } /* more than fits into memory */
#endif
  :: LANES > 1 && OURS(l) == 0 && !forgot[l] -> l = LANES - 1 - l
  :: OURS(l) || forgot[l] || position[l] < reached ->
#ifdef POSITION_BEFORE_MARK
       if :: forgot[l] -> position[l] = reached :: else fi;
#endif
       d_step { if :: forgot[l] -> RAISE(l); forgot[l] = false :: else fi };
       d_step { if :: OURS(l) && FULL(l) -> ENTRY(l, 0) = 0; ENTRY(l, 1) = 0; SWEPT(l) = 0; dirty = dirty & ~OURS(l);
#ifndef NO_SWEEP_AFTER_OVERFLOW
                        RAISE(l)
#endif
                   :: else fi };
#ifdef POSITION_FIRST
       position[l] = reached;
#endif
       d_step { if :: OURS(l) && ENTRY(l, 0) == 0 -> ENTRY(l, 0) = OURS(l) :: OURS(l) && ENTRY(l, 0) -> ENTRY(l, 1) = OURS(l) :: else fi;
         dirty = dirty & ~OURS(l); if :: position[l] < reached -> position[l] = reached :: else fi }
  od } unless { d_step { broken ->
#ifdef RESUME_FROM_MEMORY
    if :: broken == FAILOVER -> skip :: else -> reached = LOWEST fi;
#elif defined(RESUME_FROM_HIGHEST)
    reached = HIGHEST;
#else
    reached = LOWEST;
#endif
    broken = 0; dirty = 0; l = 0; k = 0; forgot[0] = false; forgot[LANES - 1] = false };
    goto again }
}

proctype Sweep(byte l) {
  byte k;
again: {
  do
  :: d_step { needed[l] -> raised[l] = false; k = 0 };
     do
     :: k < KEYS && LANE(k) != l -> k++
     :: d_step { k < KEYS && LANE(k) == l && SWEPT(l) == 0 -> SWEPT(l) = BIT(k); k++ }
     :: k == KEYS -> break
     od;
     SWEPT(l) == 0; /* all that it named was committed */
#ifdef BOOLEAN_MARK
     raised[l] = false;
#endif
     d_step { needed[l] = raised[l]; k = 0 }
  od } unless { d_step { sweepBroken[l] -> sweepBroken[l] = false; k = 0 }; goto again }
}

inline take() { /* the entries that lie in the stream, then the present values of their keys */
  d_step { !EMPTY(l) -> for (i : 0 .. ROOM - 1) {
      if :: ENTRY(l, i) -> inHand[o] = inHand[o] | ENTRY(l, i) & NAMES; ENTRY(l, i) = ENTRY(l, i) | HELD(o) :: else fi } i = 0 };
  d_step { for (i : 0 .. KEYS - 1) { if :: inHand[o] & BIT(i) -> value[i] = source[i] :: else fi } i = 0 }
}
#define REMOVE_HELD for (i : 0 .. ROOM - 1) { if :: ENTRY(l, i) & HELD(o) -> ENTRY(l, i) = 0 :: else fi } i = 0

proctype Owner(byte o) {
  byte l = LANE(o), i, mine, next, value[KEYS];
claim: skip;
  d_step { inHand[o] = 0; mine = 0; next = 0; value[0] = 0; value[1] = 0;
    for (i : 0 .. ROOM - 1) { ENTRY(l, i) = ENTRY(l, i) & ~HELD(o) } i = 0 };
#ifdef EPOCH_AFTER_READ
  take();
#endif
  d_step { claims[l] > 0 -> claims[l]--; epoch[l]++; mine = epoch[l]; next = seq[l] };
  do
  :: if :: inHand[o] -> skip :: else -> take() fi;
#ifdef REMOVED_FIRST
     d_step { true -> REMOVE_HELD };
#endif
     d_step { !sent[o].sent -> sent[o].sent = true; sent[o].orphaned = false; sent[o].epoch = mine; sent[o].seq = next;
       sent[o].keys = inHand[o]; sent[o].value[0] = value[0]; sent[o].value[1] = value[1]; value[0] = 0; value[1] = 0 };
     if
     :: d_step { sent[o].answer == COMMITTED -> sent[o].answer = 0; next++; REMOVE_HELD; inHand[o] = 0 }
     :: d_step { sent[o].answer == FENCED -> sent[o].answer = 0 }; goto claim
     :: d_step { claims[l] > 0 -> sent[o].answer = 0; sent[o].orphaned = sent[o].sent }; goto claim /* a crash, or a lost answer */
     fi
  od
}

#ifdef NO_FENCE
#define MAY_COMMIT(o) true
#else
#define MAY_COMMIT(o) (sent[o].epoch == epoch[LANE(o)] && sent[o].seq == seq[LANE(o)])
#endif
inline execute(o) {
  d_step { sent[o].sent ->
    if :: MAY_COMMIT(o) -> seq[LANE(o)]++; sent[o].answer = COMMITTED;
            for (i : 0 .. KEYS - 1) { if :: sent[o].keys & BIT(i) -> never_back = never_back && sent[o].value[i] >= target[i];
                target[i] = sent[o].value[i] :: else fi }
       :: else -> sent[o].answer = FENCED fi;
    if :: sent[o].orphaned -> sent[o].answer = 0 :: else fi;
    sent[o].sent = false; sent[o].orphaned = false; sent[o].epoch = 0; sent[o].seq = 0; sent[o].keys = 0;
    sent[o].value[0] = 0; sent[o].value[1] = 0; i = 0 };
  assert(ASSERTED)
}
active proctype Target() { byte i; do :: execute(0) :: execute(1) od }

/* After a failover Redis is as it was at one moment of the past, which has seen all writes of users, for those that Redis loses are gone. */
active proctype Trouble() {
  byte seen, crashes = CRASHES, i, copy[LANES * ROOM], copied[LANES];
  bool copyOfNeeded[LANES], copyOfRaised[LANES];
  do
  :: crashes > 0 && broken == 0 -> atomic { crashes--; broken = CRASHED }
#ifdef FAILOVERS
  :: d_step { seen = offset; for (i : 0 .. LANES * ROOM - 1) { copy[i] = stream[i] & NAMES }
       for (i : 0 .. LANES - 1) { copied[i] = position[i]; copyOfNeeded[i] = needed[i]; copyOfRaised[i] = raised[i] } i = 0 }; break
#endif
  od;
  if
  :: d_step { seen == offset && broken == 0 -> for (i : 0 .. LANES * ROOM - 1) { stream[i] = copy[i]; copy[i] = 0 }
       for (i : 0 .. LANES - 1) { position[i] = copied[i]; needed[i] = copyOfNeeded[i]; raised[i] = copyOfRaised[i];
#ifndef SWEEP_GOES_ON
         sweepBroken[i] = true;
#endif
         copied[i] = 0; copyOfNeeded[i] = false; copyOfRaised[i] = false }
       broken = FAILOVER; i = 0; seen = 0 }
  :: true
  fi
}

#define QUIET_LANE(l) (EMPTY(l) && !needed[l] && !forgot[l])
#define QUIET (reached == offset && dirty == 0 && broken == 0 && QUIET_LANE(0) && QUIET_LANE(LANES - 1) \
  && !sent[0].sent && !sent[1].sent && inHand[0] == 0 && inHand[1] == 0)
#define EQUAL (source[0] == target[0] && source[1] == target[1])

/* Looks at every state; and where nothing can happen any more, nothing may be missing either. */
active proctype Observer() {
  do
  :: d_step { QUIET && !EQUAL -> no_lost_change = false }; assert(ASSERTED)
  :: timeout -> no_lost_change = EQUAL; assert(ASSERTED); break
  od
}

init {
  byte n;
  atomic { for (n : 0 .. LANES - 1) { claims[n] = CLAIMS; run Sweep(n) } for (n : 0 .. OWNERS - 1) { run Owner(n) } }
}
