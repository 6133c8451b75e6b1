import { CLAIM, type PropertyExample } from '../example.ts';

const onCall = (property: string): string =>
  `history "two doctors on call" {
  initial "alice" = true, "bob" = true
  t1: begin
  t2: begin
  t1: read("alice") -> true
  t1: read("bob") -> true
  t2: read("alice") -> true
  t2: read("bob") -> true
  t1: write("alice", false)
⟦  t2: write("bob", false)⟧⟨⟩
  t1: commit
  t2: commit
  ${CLAIM} ${property}
}`;

const transfer = (property: string): string => `history "a transfer between two accounts" {
  initial "a" = 500, "b" = 500
  t1: begin
  t2: begin
  t1: read("a") -> 500
  t2: write("a", 400)
  t2: write("b", 600)
  t2: commit
  t1: read("b") -> ⟦600⟧⟨500⟩
  t1: commit
  ${CLAIM} ${property}
}`;

export const transactionExamples: Readonly<Record<string, PropertyExample>> = {
  readCommitted: {
    about: 'What t2 reads was never committed.',
    marked: `history "a transfer that is rolled back" {
  initial "balance" = 500
  t1: begin
  t2: begin
  t1: write("balance", 400)
  t2: read("balance") -> ⟦400⟧⟨500⟩
  t2: commit
  t1: abort
  ${CLAIM} readCommitted
}`,
  },
  repeatableRead: {
    about: 'What t1 has read changes under its hands.',
    marked: `history "a look, and another one" {
  initial "stock" = 5
  t1: begin
  t2: begin
  t1: read("stock") -> 5
  t2: write("stock", 4)
  t2: commit
  t1: read("stock") -> ⟦4⟧⟨5⟩
  t1: commit
  ${CLAIM} repeatableRead
}`,
  },
  snapshotIsolation: {
    about: 't1 sees one account as it was before the transfer, and the other one as it was after it: that is no snapshot.',
    marked: transfer('snapshotIsolation'),
  },
  serializable: {
    about: 'Each doctor leaves because the other one stays. One after the other, the second would have found that nobody else is left.',
    marked: onCall('serializable'),
  },
  strictSerializable: {
    about: 't2 begins when t1 has committed, so it comes after it.',
    marked: `history "one transaction after the other" {
  initial "x" = 0
  t1: begin
  t1: write("x", 1)
  t1: commit
  t2: begin
  t2: read("x") -> ⟦0⟧⟨1⟩
  t2: commit
  ${CLAIM} strictSerializable
}`,
  },
  'no dirtyWrite': {
    about: 'The car goes to one buyer and the invoice to the other: of each list the other transaction wrote the end.',
    marked: `history "two buyers of one car" {
  t1: begin
  t2: begin
  t1: append("car", "alice")
  t2: append("car", "bob")
  t2: append("invoice", "bob")
  t1: append("invoice", "alice")
  t1: commit
  t2: commit
  t3: begin
  t3: read("car") -> ["alice", "bob"]
  t3: read("invoice") -> ⟦["bob", "alice"]⟧⟨["alice", "bob"]⟩
  t3: commit
  ${CLAIM} no dirtyWrite
}`,
  },
  'no dirtyRead': {
    about: 't2 reads a value that t1 itself still replaces.',
    marked: `history "half a thought" {
  initial "plan" = "old"
  t1: begin
  t2: begin
  t1: write("plan", "draft")
  t2: read("plan") -> ⟦"draft"⟧⟨"old"⟩
  t2: commit
  t1: write("plan", "final")
  t1: commit
  ${CLAIM} no dirtyRead
}`,
  },
  'no readSkew': {
    about: 't1 sees one account as it was before the transfer, and the other one as it was after it: 100 too much.',
    marked: transfer('no readSkew'),
  },
  'no lostUpdate': {
    about: 'Both count on from the same number, so that one of the two is not counted.',
    marked: `history "a counter" {
  initial "visits" = 5
  t1: begin
  t1: read("visits") -> 5
  t2: begin
⟦  t2: read("visits") -> 5⟧⟨⟩
  t1: write("visits", 6)
  t1: commit
⟦⟧⟨  t2: read("visits") -> 6⟩
  t2: write("visits", ⟦60⟧⟨7⟩)
  t2: commit
  ${CLAIM} no lostUpdate
}`,
  },
  'no writeSkew': {
    about: 'Each doctor leaves because the other one stays: each write makes wrong what the other transaction has read.',
    marked: onCall('no writeSkew'),
  },
  'no phantom': {
    about: 'Both look for a booking of the room and find none. What each books, the other had searched for.',
    marked: `history "a meeting room" {
  t1: begin
  t2: begin
  t1: scan("noon/") -> {}
⟦  t2: scan("noon/") -> {}⟧⟨⟩
  t1: write("noon/alice", "room 1")
  t1: commit
⟦  t2: write("noon/bob", "room 1")⟧⟨  t2: scan("noon/") -> {"noon/alice": "room 1"}⟩
  t2: commit
  ${CLAIM} no phantom
}`,
  },
};
