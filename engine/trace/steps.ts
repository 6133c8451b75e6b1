/** What a step is, in one line. */
import type { Happening, Step } from '../world/world.ts';
import { type EventRecorder, jumpText } from './events.ts';
import type { TraceStepKind } from './model.ts';
import type { toTraceValue } from './values.ts';

export interface StepTitle {
  readonly kind: TraceStepKind;
  readonly text: string;
  readonly node?: number;
  readonly client?: number;
}

/** The happenings of one kind; a plain `Extract` fails where one type serves several kinds. */
type Of<K extends Happening['kind']> = Happening extends infer H
  ? H extends Happening
    ? K extends H['kind']
      ? H & { kind: K }
      : never
    : never
  : never;

export function stepTitle(
  step: Step,
  names: EventRecorder,
  convert: (value: Parameters<typeof toTraceValue>[2]) => ReturnType<typeof toTraceValue>,
): StepTitle {
  const main = mainTitle(step, names, convert);
  return { ...main.title, text: [main.title.text, ...asides(step.happenings, main.told, main.title.node, names)].join('') };
}

/** The step itself, and the happenings that this line already tells of. */
function mainTitle(
  step: Step,
  names: EventRecorder,
  convert: Parameters<typeof stepTitle>[2],
): { title: StepTitle; told: readonly Happening[] } {
  const { action, happenings } = step;
  switch (action.kind) {
    case 'start':
      return { title: { kind: 'start', text: `${names.name(action.node)} starts`, node: action.node }, told: [] };
    case 'deliver': {
      const receipt = find(happenings, 'receive', (h) => h.flight.id === action.flight);
      if (receipt !== undefined) {
        const verb = receipt.ignored ? 'ignores' : 'receives';
        const text = `${names.name(receipt.node)} ${verb} ${names.messageText(receipt.flight)} from ${names.name(receipt.flight.from)}`;
        return { title: { kind: 'deliver', text, node: receipt.node }, told: [] };
      }
      const loss = find(happenings, 'lose', (h) => h.flight.id === action.flight);
      if (loss === undefined) return keptInFlight(action.flight, happenings, names);
      const crash = find(happenings, 'crash', (h) => h.node === loss.flight.to);
      const reason = crash === undefined ? loss.reason : 'crash';
      const title: StepTitle = {
        kind: 'lose',
        text: names.lossText(loss.flight, reason),
        ...(crash === undefined ? {} : { node: crash.node }),
      };
      return { title, told: crash === undefined ? [] : [crash] };
    }
    case 'fire': {
      const fired = find(happenings, 'timeout', () => true);
      const timer = names.timerText(action.node, action.timer, action.arguments.map(convert));
      const text = `${names.name(action.node)} times out: ${timer}${fired?.ignored === true ? ' (nothing handles it)' : ''}`;
      return { title: { kind: 'timeout', text, node: action.node }, told: [] };
    }
    case 'lose':
    case 'duplicate': {
      const struck = find(happenings, action.kind, (h) => h.flight.id === action.flight);
      const verb = action.kind === 'lose' ? 'lost' : 'duplicated';
      return {
        title: { kind: action.kind, text: struck === undefined ? `a message is ${verb}` : `${names.flightText(struck.flight)} is ${verb}` },
        told: [],
      };
    }
    case 'crash':
    case 'recover':
    case 'pause':
    case 'resume': {
      const told = find(happenings, action.kind, (h) => h.node === action.node);
      const title = { kind: action.kind, text: `${names.name(action.node)} ${lifeVerb[action.kind]}`, node: action.node };
      return { title, told: told === undefined ? [] : [told] };
    }
    case 'partition':
    case 'heal': {
      const told = find(happenings, action.kind, () => true);
      const text = action.kind === 'heal' ? 'the network heals' : `the network splits: ${names.groupsText(action.groups)}`;
      return { title: { kind: action.kind, text }, told: told === undefined ? [] : [told] };
    }
    case 'jump': {
      const told = find(happenings, 'jump', (h) => h.node === action.node);
      const title: StepTitle = { kind: 'jump', text: `${names.name(action.node)}: ${jumpText(action.byMs)}`, node: action.node };
      return { title, told: told === undefined ? [] : [told] };
    }
    case 'invoke': {
      const asked = find(happenings, 'invoke', (h) => h.client === action.client);
      const what = asked === undefined ? 'asks' : `asks ${names.requestText(asked.request)} of ${names.name(asked.node)}`;
      return { title: { kind: 'invoke', text: `${names.clientName(action.client)} ${what}`, client: action.client }, told: [] };
    }
    case 'handle': {
      const handled = find(happenings, 'handle', (h) => h.request === action.request);
      const what = `${names.requestText(action.request)} from ${names.clientName(action.request.client)}`;
      if (handled === undefined) return { title: { kind: 'handle', text: `${what} is handled` }, told: [] };
      const text = `${names.name(handled.node)} ${handled.ignored ? 'ignores' : 'handles'} ${what}`;
      return { title: { kind: 'handle', text, node: handled.node }, told: [] };
    }
    case 'return': {
      const back = find(happenings, 'return', (h) => h.client === action.client);
      const what = back === undefined ? 'operation returns' : names.returnText(back.request, convert(back.value));
      return { title: { kind: 'return', text: `${names.clientName(action.client)}'s ${what}`, client: action.client }, told: [] };
    }
    case 'giveUp': {
      const given = find(happenings, 'giveUp', (h) => h.client === action.client);
      const what = given === undefined ? '' : ` ${names.requestText(given.request)}: no reply in time`;
      return { title: { kind: 'giveUp', text: `${names.clientName(action.client)} gives up${what}`, client: action.client }, told: [] };
    }
    case 'tick':
      return { title: { kind: 'tick', text: action.byMs === 1 ? '1 ms passes' : `${action.byMs} ms pass` }, told: [] };
    case 'wake':
      return { title: { kind: 'wake', text: `${names.clientName(action.client)} goes on`, client: action.client }, told: [] };
  }
}

/** A rule paused the receiver as the message arrived, so it arrives again later; or the rule itself failed. */
function keptInFlight(flight: number, happenings: readonly Happening[], names: EventRecorder): ReturnType<typeof mainTitle> {
  const { text, from, to } = names.sentMessage(flight);
  const pause = find(happenings, 'pause', (h) => h.node === to);
  if (pause === undefined)
    return { title: { kind: 'deliver', text: `${text} from ${names.name(from)} reaches ${names.name(to)}` }, told: [] };
  const title: StepTitle = { kind: 'pause', text: `${names.name(to)} pauses as ${text} from ${names.name(from)} arrives`, node: to };
  return { title, told: [pause] };
}

/** The faults that struck within the step: `, and crashes after sending Decision("t1", committed) to p1`. */
function asides(
  happenings: readonly Happening[],
  told: readonly Happening[],
  node: number | undefined,
  names: EventRecorder,
): readonly string[] {
  const result: string[] = [];
  let lastSend: Of<'send'> | undefined;
  for (const happening of happenings) {
    if (told.includes(happening)) continue;
    switch (happening.kind) {
      case 'send':
        lastSend = happening;
        break;
      case 'crash':
      case 'recover':
      case 'pause':
      case 'resume': {
        const who = happening.node === node ? '' : `${names.name(happening.node)} `;
        const after =
          happening.kind === 'crash' && lastSend?.node === happening.node
            ? ` after sending ${names.messageText(lastSend.flight)} to ${names.name(lastSend.flight.to)}`
            : '';
        result.push(`, and ${who}${lifeVerb[happening.kind]}${after}`);
        break;
      }
      case 'partition':
        result.push(`, and the network splits: ${names.groupsText(happening.groups)}`);
        break;
      case 'heal':
        result.push(', and the network heals');
        break;
      case 'jump':
        result.push(`, and ${names.name(happening.node)}: ${jumpText(happening.byMs)}`);
        break;
      default:
        break;
    }
  }
  return result;
}

function find<K extends Happening['kind']>(
  happenings: readonly Happening[],
  kind: K,
  matches: (happening: Of<K>) => boolean,
): Of<K> | undefined {
  return happenings.find((happening): happening is Extract<Happening, Of<K>> => happening.kind === kind && matches(happening as Of<K>));
}

const lifeVerb = { crash: 'crashes', recover: 'recovers', pause: 'pauses', resume: 'resumes' };
