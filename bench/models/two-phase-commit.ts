/**
 * Two-phase commit with N participants that vote either way, over a network without order, under a coordinator that may crash once and for good (in the
 * middle of a broadcast too). Small enough to be written by hand in any language: what `bench/baseline/two-phase-commit.ts` does.
 */
export function twoPhaseCommit(participants: number, claims: readonly string[]): string {
  const names = Array.from({ length: participants }, (_, i) => `p${i + 1}`).join(', ');
  return `
message Prepare
message Vote(yes: Bool)
message Decision(commit: Bool)

enum Phase { beginning, waiting, committed, aborted }

role Coordinator(participants: Set<Participant>) {
  var phase: Phase = beginning
  var yes: Set<Participant> = {}
  var no: Set<Participant> = {}

  on start { after 1ms timeout begin }
  on timeout begin {
    phase = waiting
    send Prepare to participants
  }
  on Vote(willing) from p when phase == waiting {
    if willing { yes += p } else { no += p }
    if yes == participants { conclude(committed, true) }
    else if yes + no == participants { conclude(aborted, false) }
  }
  func conclude(end: Phase, commit: Bool) {
    phase = end
    yes = {}
    no = {}
    send Decision(commit) to participants
  }
}

role Participant {
  var state: Phase = beginning

  on Prepare from c when state == beginning {
    if (choose 0..1) == 1 {
      state = waiting
      send Vote(true) to c
    } else {
      state = aborted
      abort("t")
      send Vote(false) to c
    }
  }
  on Decision(true) {
    state = committed
    commit("t")
  }
  on Decision(false) {
    state = aborted
    abort("t")
  }
}

scenario "two-phase commit" {
  node c = Coordinator(participants: {${names}})
  node ${names} = Participant
  up to 1 crash of c
  explore
${claims.map((claim) => `  ${claim}`).join('\n')}
}
`;
}
