/** Three-phase commit (Skeen 1981) on a network that keeps its time, as in `samples/atomic-commit`; the coordinator may die. No peer has the model. */
export function threePhaseCommit(participants: number, claims: readonly string[]): string {
  const names = Array.from({ length: participants }, (_, i) => `p${i + 1}`).join(', ');
  return `
enum Phase { idle, waiting, prepared, finished }

message CanCommit
message Vote
message PreCommit
message Ready
message DoCommit
message DoAbort

role Coordinator(participants: Set<Participant>) {
  var yes: Set<Participant> = {}
  var ready: Set<Participant> = {}
  var done: Bool = false

  on start {
    send CanCommit to participants
    after 12ms timeout votes
  }
  on Vote from p when not done {
    yes += p
    if yes == participants {
      cancel votes
      send PreCommit to participants
      after 12ms timeout readiness
    }
  }
  on timeout votes {
    done = true
    send DoAbort to participants
  }
  on Ready from p {
    ready += p
    if ready == participants { finish() }
  }
  on timeout readiness { finish() }

  func finish() {
    if done { return }
    done = true
    cancel readiness
    send DoCommit to participants
  }
}

role Participant {
  durable phase: Phase = idle

  on start { after 30ms timeout silence }
  on CanCommit from c when phase == idle {
    vote("t1", true)
    phase = waiting
    after 30ms timeout silence
    send Vote to c
  }
  on PreCommit from c when phase == waiting {
    phase = prepared
    after 30ms timeout silence
    send Ready to c
  }
  on DoCommit when phase == prepared { commitNow() }
  on DoAbort when phase != finished  { abortNow() }
  on timeout silence {
    if phase == prepared { commitNow() } else if phase != finished { abortNow() }
  }

  func commitNow() {
    phase = finished
    cancel silence
    commit("t1")
  }
  func abortNow() {
    phase = finished
    cancel silence
    abort("t1")
  }
}

scenario "within the bounds of the network" {
  node c = Coordinator(participants: {${names}})
  node ${names} = Participant
  network synchronous { delay 1ms..4ms }
  explore
${claims.map((claim) => `  ${claim}`).join('\n')}
}
`;
}
