/**
 * Porcupine's times for its own test files, in milliseconds: commit 55508eb, Go 1.19, two cores, its own models, parsing left out; the least of up to 200 runs.
 * Measured once, on another machine than this may be.
 */
export const porcupineTimes: Readonly<Record<string, number>> = {
  'jepsen/etcd_000.log': 0.15,
  'jepsen/etcd_002.log': 138.42,
  'jepsen/etcd_007.log': 96.63,
  'jepsen/etcd_099.log': 45.2,
  'kv/c01-ok.txt': 0.05,
  'kv/c01-bad.txt': 0.02,
  'kv/c10-bad.txt': 0.17,
  'kv/c50-ok.txt': 173.24,
};
