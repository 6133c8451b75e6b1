/** Text that fits. Labels are set in the editor's monospaced font, so that their width is known without measuring. */
import type { Label } from './geometry.ts';

/** Width of a character of the 11 px label font, with some reserve: monospaced fonts are 0.55 to 0.61 em wide. */
export const characterWidth = 6.7;

/** The text cut to a width in pixels, with an ellipsis if something is missing; at least three characters stay. */
export function fitText(text: string, width: number): string {
  const room = Math.max(3, Math.floor(width / characterWidth));
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}

export function fitLabel(at: Pick<Label, 'x' | 'y' | 'anchor'>, text: string, width: number, more = ''): Label {
  return { ...at, text: fitText(text, width), full: `${text}${more}` };
}
