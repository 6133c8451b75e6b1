/** What was found and pinned is found again, in exactly the steps that were pinned. */
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check } from '../../engine/check.ts';
import { createLanguageService } from '../../grammar/service/service.ts';
import { sampleTexts } from '../../grammar/service/testing/samples.ts';
import { pinTrace } from './pin-actions.ts';
import { asDocument } from './texts.ts';

const service = createLanguageService();
const uri = 'file:///w/main.faultline';
const analyse = (text: string): ReturnType<typeof service.analyse> =>
  service.analyse(asDocument(uri, text), { read: () => undefined, resolve: () => undefined });

/** Safety: what is violated by a run that ends. */
const cases: readonly [sample: string, scenario: string, property: string][] = [
  ['two-phase-commit', 'a participant dies and forgets its vote', 'atomicity'],
  ['paxos', 'an acceptor breaks its promise', 'agreement'],
  ['paxos', 'a proposer ignores what was accepted before', 'agreement'],
  ['leader-election', 'a server forgets whom it voted for', 'oneLeaderInATerm'],
  ['abd-register', 'without it, a read can find less than the read before it', 'linearizable'],
  ['lock-service', 'any pause, and the store does not look at tokens', 'fencing'],
  ['snapshot-isolation', 'two doctors who both go off call', 'someoneIsOnCall'],
  ['three-phase-commit', 'nor does it bear that messages take any time they like', 'atomicity'],
];

describe('a pinned run', () => {
  test.each(cases)('of %s, "%s", violates %s again', { timeout: 120_000 }, (sample, scenario, property) => {
    const text = sampleTexts().find(({ name }) => name.endsWith(`${sample}.faultline`))?.text ?? '';
    const file = analyse(text);
    if (!file.program) throw new Error('the sample has errors');
    const traces = check(file.program, { scenario }).flatMap((report) => report.traces);
    const trace = traces.find(({ violation }) => violation?.property === property);
    const pin = trace && pinTrace(service, file, trace);
    if (!pin) throw new Error(`nothing to pin: ${trace?.steps.map((step) => step.text).join('\n')}`);
    const pinned = analyse(TextDocument.applyEdits(file.document, pin.edits));
    if (!pinned.program) throw new Error(JSON.stringify(pinned.problems, null, 1));
    const [report] = check(pinned.program, { scenario: pin.title });
    expect(report?.scheduleError).toBeUndefined();
    expect(report?.outcome).toBe('passed');
  });
});
