/** Histories on disk, read piece by piece: they can be larger than what should stand in memory at once. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../../engine/formats/formats.ts';
import type { ReadHistory } from '../../engine/formats/load.ts';

/** What `load` names, relative to the file that loads it; only files on disk. */
export const readHistoryFile: ReadHistory = (path, fromUri) => {
  if (!URL.canParse(path, fromUri)) return undefined;
  const url = new URL(path, fromUri);
  if (url.protocol !== 'file:') return undefined;
  let file: string;
  try {
    file = fileURLToPath(url);
  } catch {
    return undefined;
  }
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? piecesOf(file) : undefined;
};

const pieceSize = 1 << 16;

/** The text of a file in pieces. Throws `Refusal` where it is not text in UTF-8. */
export function* piecesOf(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const buffer = Buffer.alloc(pieceSize);
    let line = 1;
    for (;;) {
      const length = readSync(descriptor, buffer, 0, pieceSize, null);
      const bytes = buffer.subarray(0, length);
      let piece: string;
      try {
        piece = decoder.decode(bytes, { stream: length > 0 });
      } catch {
        const readable = new TextDecoder().decode(bytes).split('\uFFFD', 1)[0] ?? '';
        throw new Refusal(line + linesIn(readable), 'what stands here is not text in UTF-8');
      }
      line += linesIn(piece);
      if (piece !== '') yield piece;
      if (length === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
