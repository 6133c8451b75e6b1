/** A large program for the benchmark of typing: one file of some 5,000 lines that imports twenty others. */

export interface GeneratedFiles {
  readonly main: string;
  /** By name, the imported files; each imports the one before it, as libraries do. */
  readonly files: Readonly<Record<string, string>>;
}

export function generatedFiles(lines: number, imports: number): GeneratedFiles {
  const files: Record<string, string> = {};
  for (let i = 0; i < imports; i++) files[`lib${i}.faultline`] = library(i);
  const parts = [Array.from({ length: imports }, (_, i) => `import "lib${i}.faultline"`).join('\n'), ''];
  let count = imports + 1;
  for (let n = 0; count < lines; n++) {
    const part = protocol(n, imports);
    parts.push(part);
    count += part.split('\n').length;
  }
  return { main: parts.join('\n'), files };
}

/** Messages, a type and a role, as a file shares them. */
function library(i: number): string {
  const before = i === 0 ? '' : `import "lib${i - 1}.faultline"\n\n`;
  return `${before}/// What library ${i} counts.
enum Phase${i} { idle${i}, busy${i}, done${i} }
struct Entry${i} { term: Int, value: String }
const LIMIT${i} = ${i + 3}
message Ask${i}(n: Int, why: String)
message Tell${i}(n: Int, entry: Entry${i}?)
${Array.from(
  { length: 6 },
  (_, k) => `
role Helper${i}x${k}(peers: Set<Node>) {
  durable seen: Map<Int, String> = {}
  var phase: Phase${i} = idle${i}
  var last: Entry${i}? = none
  on Ask${i}(n, why) from asker when n < LIMIT${i} {
    seen[n] = why
    phase = busy${i}
    last = Entry${i}(term: n, value: why)
    send Tell${i}(n + 1, last) to asker
  }
  on Tell${i}(n, entry) {
    if entry != none and entry.term > n { last = entry }
    if seen.size >= majority(peers.size) { phase = done${i} }
  }
}
`,
).join('')}`;
}

/** Some ninety lines: a protocol with its scenarios. */
function protocol(n: number, imports: number): string {
  const lib = n % imports;
  return `
/// Protocol ${n}: a coordinator asks, participants answer.
message Prepare${n}(tx: String)
message Vote${n}(tx: String, yes: Bool)
message Decision${n}(tx: String, outcome: Outcome)

role Coordinator${n}(participants: Set<Participant${n}>) {
  /// Forcing this to the log is the commit point.
  durable decision: Outcome? = none
  var yes: Set<Participant${n}> = {}
  var log: List<Entry${lib}> = []

  on start {
    send Prepare${n}("t1") to participants
    after 20ms timeout votes
  }
  on Vote${n}(tx, yes: true) from p {
    yes += p
    log += Entry${lib}(term: log.size, value: tx)
    if yes == participants { conclude(committed) }
  }
  on Vote${n}(tx, yes: false) { conclude(aborted) }
  on timeout votes { conclude(aborted) }
  on Ask${lib}(k, why) from asker {
    let matching = [e for e in log where e.term < k and e.value == why]
    if matching.size > 0 { send Tell${lib}(k, matching.first) to asker }
    else { send Tell${lib}(k, none) to asker }
  }
  on recover {
    if decision == none { conclude(aborted) }
    else { send Decision${n}("t1", decision) to participants }
  }

  func conclude(outcome: Outcome) {
    if decision != none { return }
    decision = outcome
    send Decision${n}("t1", outcome) to participants
  }
}

role Participant${n}(coordinator: Node, willing: Bool) {
  durable prepared: Bool = false
  durable outcome: Outcome? = none
  var phase: Phase${lib} = idle${lib}

  on Prepare${n}(tx) {
    if willing and outcome == none {
      prepared = true
      vote(tx, true)
      send Vote${n}(tx, true) to coordinator
    } else {
      vote(tx, false)
      finish(tx, aborted)
      send Vote${n}(tx, false) to coordinator
    }
    match phase {
      idle${lib} => phase = busy${lib}
      busy${lib} => phase = done${lib}
      done${lib} => { }
    }
  }
  on Decision${n}(tx, decided) { finish(tx, decided) }
  on recover {
    if not prepared { finish("t1", aborted) }
  }

  func finish(tx: String, decided: Outcome) {
    if outcome != none { return }
    outcome = decided
    if decided == committed { commit(tx) } else { abort(tx) }
  }
}

scenario "protocol ${n}: everyone is willing" {
  node c = Coordinator${n}(participants: {p1, p2})
  node p1, p2 = Participant${n}(coordinator: c, willing: true)
  explore
  check atomicCommit
  possible itCommits: all p in nodes(Participant${n}): p.outcome == committed
}

scenario "protocol ${n}: somebody dies" {
  node c = Coordinator${n}(participants: {p1, p2})
  node p1, p2 = Participant${n}(coordinator: c, willing: true)
  up to 1 crash with recovery of Participant${n}
  explore
  check atomicity
  invariant nobodyElse: (count p in nodes(Participant${n}): p.prepared) <= 2
}
`;
}
