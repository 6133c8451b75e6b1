/** The icons of the toolbar, as outlines on a 16 by 16 grid in the colour of the text. */
import { svg } from '../dom.ts';

const outlines = {
  first: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M12 3v10L4 8z',
  forward: 'M4 3v10l8-5z',
  last: 'M3 3v10l7-5zM11 3h2v10h-2z',
  play: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4zM6.5 5v6L11.2 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
};
export type Icon = keyof typeof outlines;

export function icon(name: Icon): SVGSVGElement {
  const outline = svg('path', { d: outlines[name], fill: 'currentColor', 'fill-rule': 'evenodd' });
  return svg('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, outline);
}
