/** The order in which files have to be understood: what is imported first, files that import each other together. */
import type { ImportEdge, Ring } from './modules.ts';
import { type Parsed, parseFile } from './parsedFile.ts';
import { resolveStandard, standardText } from './standardLibrary.ts';

/** The files that the host can see. Synchronous: a host that cannot read at once reads ahead. */
export interface Sources {
  /** The text of a file; `undefined` if there is none. */
  read(uri: string): string | undefined;
  /** The URI that an import's path means, seen from the importing file. */
  resolve(path: string, fromUri: string): string | undefined;
}

interface Vertex {
  readonly file: Ring[number];
  readonly index: number;
  low: number;
  onStack: boolean;
}

/** Tarjan's strongly connected components, which come out in the order wanted: every ring after those that it imports. */
export function rings(roots: readonly string[], read: (uri: string) => Parsed | undefined, sources: Sources): Ring[] {
  const vertices = new Map<string, Vertex>();
  const stack: Vertex[] = [];
  const found: Ring[] = [];

  const visit = (uri: string): Vertex | undefined => {
    const parsed = read(uri);
    if (!parsed) return undefined;
    const edges: ImportEdge[] = parsed.tree.imports.map((node) => {
      const target = node.path.value === '' ? undefined : (resolveStandard(node.path.value) ?? resolveFile(node.path.value, uri, sources));
      return { node, uri: target !== undefined && read(target) ? target : undefined };
    });
    const vertex: Vertex = { file: { parsed, edges }, index: vertices.size, low: vertices.size, onStack: true };
    vertices.set(uri, vertex);
    stack.push(vertex);
    for (const edge of edges) {
      if (edge.uri === undefined) continue;
      const known = vertices.get(edge.uri);
      if (!known) {
        const next = visit(edge.uri);
        if (next) vertex.low = Math.min(vertex.low, next.low);
      } else if (known.onStack) {
        vertex.low = Math.min(vertex.low, known.index);
      }
    }
    if (vertex.low === vertex.index) {
      const ring = stack.splice(stack.indexOf(vertex));
      for (const member of ring) member.onStack = false;
      found.push(ring.map((member) => member.file));
    }
    return vertex;
  };
  for (const root of roots) if (!vertices.has(root)) visit(root);
  return found;
}

function resolveFile(path: string, from: string, sources: Sources): string | undefined {
  return path.startsWith('std/') ? undefined : sources.resolve(path, from);
}

/** Reads and parses each file once for as long as its text stays the same. */
export function parsedFiles(memo: Map<string, Parsed>, sources: Sources): (uri: string) => Parsed | undefined {
  const seen = new Map<string, Parsed | undefined>();
  return (uri) => {
    if (seen.has(uri)) return seen.get(uri);
    const text = standardText(uri) ?? sources.read(uri);
    let parsed = memo.get(uri);
    if (text === undefined) parsed = undefined;
    else if (parsed?.text !== text) {
      parsed = parseFile(uri, text, parsed);
      memo.set(uri, parsed);
    }
    seen.set(uri, parsed);
    return parsed;
  };
}
