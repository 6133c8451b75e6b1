/** Examples of the pages of diagnostics: one text with what is wrong in `⟦…⟧` and what mends it in `⟨…⟩` behind it. */
export interface Example {
  /** Gives the code. */
  readonly wrong: string;
  /** Has no error, and does not give the code. */
  readonly mended: string;
}

const CHANGE = /⟦([^⟧]*)⟧⟨([^⟩]*)⟩/g;

export function exampleOf(marked: string): Example {
  const tidy = (text: string): string => text.replace(/[ \t]+$/gm, '');
  return { wrong: tidy(marked.replace(CHANGE, '$1')), mended: tidy(marked.replace(CHANGE, '$2')) };
}

/** Statements in a handler. */
export const doing = (statements: string): string => `role R {\n  on start {\n    ${statements}\n  }\n}`;
/** Members of a role. */
export const holding = (members: string): string => `role R {\n  ${members}\n}`;
/** Items of a scenario of two nodes that exchange a message and a vote. */
export const arranging = (items: string): string => `message Ping

role Voter(peers: Set<Voter>) {
  durable voted: Bool = false

  on start {
    send Ping to peers
    after 20ms timeout silence
  }
  on Ping {
    voted = true
    vote("t1", true)
  }
  on timeout silence { abort("t1") }
}

scenario "an example" {
  node v[1..2] = Voter(peers: v)
  ${items.replaceAll('\n', '\n  ')}
}`;
