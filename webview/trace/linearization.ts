/** When operations took effect, in words: what the inspector says of the selected step. */
import type { Trace, TraceLinearization } from '../../engine/trace/model.ts';
import { valueText } from '../../engine/trace/values.ts';
import type { Place } from '../../grammar/syntax/range.ts';
import { html, linkButton } from '../dom.ts';
import { operationTexts } from './operations.ts';

/** How far before and after a point the order is listed. */
const around = 3;

export function linearizationParts(trace: Trace, step: number, goTo: (step: number, place?: Place) => void): HTMLElement[] {
  const { linearization } = trace;
  if (linearization === undefined) return [];
  const texts = operationTexts(trace);
  return [...orderPart(trace, linearization, step, texts, goTo), ...misplacedPart(trace, linearization, step, texts)];
}

/** The operations that take effect right after this step, or whose invocation or return it is, among their neighbours. */
function orderPart(
  trace: Trace,
  { points, specification }: TraceLinearization,
  step: number,
  texts: ReadonlyMap<number, string>,
  goTo: (step: number, place?: Place) => void,
): HTMLElement[] {
  const asked = new Set(
    trace.events.flatMap((event) =>
      event.step === step && (event.kind === 'invoke' || event.kind === 'return' || event.kind === 'handle') ? [event.operation] : [],
    ),
  );
  const here = points.flatMap(({ operation, after }, index) => (asked.has(operation) || trace.events[after]?.step === step ? [index] : []));
  const [first = -1, last = -1] = [here[0], here.at(-1)];
  if (first < 0) return [];
  const from = Math.max(0, first - around);
  const items = points.slice(from, last + around + 1).map(({ operation, after }, i) => {
    const at = trace.events[after];
    const text = `${texts.get(operation) ?? ''} by ${clientOf(trace, operation)}`;
    const chosen = here.includes(from + i);
    const go = linkButton(`after step ${(at?.step ?? 0) + 1}`, () => goTo(at?.step ?? 0, at?.place));
    return html('li', { value: from + i + 1 }, chosen ? html('strong', {}, text) : text, ' ', go);
  });
  const heading = html('h3', {}, `In the order in which they took effect, as ${specification}: ${points.length}`);
  return [heading, html('ol', { class: 'took-effect', 'data-testid': 'took-effect' }, ...items)];
}

/** At the return of the operation that has no place. */
function misplacedPart(
  trace: Trace,
  { misplaced, specification }: TraceLinearization,
  step: number,
  texts: ReadonlyMap<number, string>,
): HTMLElement[] {
  if (misplaced === undefined || !trace.events.some((event) => event.step === step && isOf(event, misplaced.operation))) return [];
  const items = misplaced.possible.map(({ result, why }) =>
    html('li', {}, html('strong', {}, result === undefined ? 'nothing: it could not take effect' : valueText(result)), `: ${why}`),
  );
  const text = texts.get(misplaced.operation) ?? '';
  return [
    html('h3', {}, `Why ${text} has no place`),
    html('p', {}, `As ${specification} it could have returned`),
    html('ul', { class: 'possible', 'data-testid': 'possible' }, ...items),
  ];
}

function isOf(event: Trace['events'][number], operation: number): boolean {
  return (event.kind === 'invoke' || event.kind === 'return') && event.operation === operation;
}

function clientOf(trace: Trace, operation: number): string {
  const asked = trace.events.find((event) => event.kind === 'invoke' && event.operation === operation);
  return trace.clients[(asked?.line ?? 0) - trace.nodes.length]?.name ?? '';
}
