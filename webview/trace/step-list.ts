/** The steps as a list to read and choose from. Only the part in view is in the page, so that thousands of steps cost no more than thirty. */
import { classes, html } from '../dom.ts';
import { type Action, type Panel, seenSteps, shownTrace } from './panel.ts';
import type { View } from './toolbar.ts';

const itemHeight = 22;
const overscan = 8;

export function createStepList(dispatch: (action: Action) => void, reveal: (step: number) => void): View {
  const items = html('div', { class: 'step-items' });
  const list = html('div', { class: 'step-list', role: 'listbox', tabindex: 0, 'aria-label': 'Steps', 'data-testid': 'step-list' }, items);
  const element = html('section', { class: 'steps', 'aria-label': 'Steps' }, html('h2', {}, 'Steps'), list);
  let panel: Panel | undefined;
  let seen: readonly number[] = [];

  const stepAt = (event: Event): number | undefined => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-step]') : null;
    return item === null ? undefined : Number(item.dataset.step);
  };
  list.addEventListener('click', (event) => {
    const step = stepAt(event);
    if (step !== undefined) dispatch({ type: 'goTo', step });
  });
  list.addEventListener('dblclick', (event) => {
    const step = stepAt(event);
    if (step !== undefined) reveal(step);
  });
  list.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && panel !== undefined) reveal(panel.step);
  });
  list.addEventListener('scroll', () => drawWindow());
  new ResizeObserver(() => drawWindow()).observe(list);

  function drawWindow(): void {
    const trace = panel === undefined ? undefined : shownTrace(panel)?.trace;
    if (panel === undefined || trace === undefined) return;
    const from = Math.max(0, Math.floor(list.scrollTop / itemHeight) - overscan);
    const to = Math.min(seen.length, Math.ceil((list.scrollTop + list.clientHeight) / itemHeight) + overscan);
    const highlighted = new Set(panel.highlighted);
    const current = panel.step;
    items.style.height = `${seen.length * itemHeight}px`;
    const drawn = seen.slice(from, to).map((step, offset) => {
      const { text, relevant, timeMs } = trace.steps[step] ?? { text: '' };
      const violating = trace.violation?.step === step;
      const name = classes(
        'step-item',
        step > current && 'future',
        relevant === false && 'irrelevant',
        highlighted.has(step) && 'highlighted',
        violating && 'violating',
      );
      const item = html(
        'div',
        {
          id: `step-${step}`,
          class: name,
          role: 'option',
          title: text,
          'aria-selected': String(step === current),
          'aria-posinset': from + offset + 1,
          'aria-setsize': seen.length,
          'data-testid': `step-${step}`,
          'data-step': step,
        },
        html('span', { class: 'number' }, String(step + 1)),
        ...(trace.timed ? [html('span', { class: 'time' }, `${timeMs ?? 0}ms`)] : []),
        html('span', { class: 'text' }, `${violating ? '✗ ' : ''}${text}`),
      );
      item.style.top = `${(from + offset) * itemHeight}px`;
      return item;
    });
    items.replaceChildren(...drawn);
  }

  return {
    element,
    render: (next) => {
      const moved = panel?.step !== next.step || panel.selected !== next.selected || panel.traces !== next.traces;
      panel = next;
      seen = seenSteps(next);
      const row = seen.indexOf(next.step);
      items.style.height = `${seen.length * itemHeight}px`;
      if (moved && row >= 0) {
        const top = row * itemHeight;
        if (top < list.scrollTop) list.scrollTop = top - itemHeight;
        else if (top + itemHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + 2 * itemHeight - list.clientHeight;
      }
      drawWindow();
      if (row >= 0) list.setAttribute('aria-activedescendant', `step-${next.step}`);
      else list.removeAttribute('aria-activedescendant');
    },
  };
}
