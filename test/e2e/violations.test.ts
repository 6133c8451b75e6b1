import { afterAll, expect } from 'vitest';
import { closeBrowser, test } from './driver/test.ts';
import { Source } from './source.ts';

afterAll(closeBrowser);

const file = 'deaf-participant.faultline';
const checked = { timeout: 30_000 };

test('saving shows a violation on the statement that breaks the property and on the claim', async ({ workbench, folder }) => {
  const { editor, problems } = workbench;
  const source = await Source.read(folder, file);
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.focus();
  await editor.save();

  const breaking = source.line('commit(tx)');
  const claim = source.line('check atomicity');
  await editor.goToLine(breaking);
  await expect.poll(() => editor.squiggledLines('error'), checked).toContain(breaking);
  await workbench.screenshot('violation-on-its-statement');

  await workbench.showProblems();
  const onStatement = new RegExp(`Ln ${breaking},`);
  await problems.row(onStatement).waitFor();
  await problems.row(new RegExp(`Ln ${claim},`)).waitFor();
  const related = await problems.relatedInformation(onStatement);
  await workbench.screenshot('violation-with-related-information');
  // What p1's commit contradicts, and the message that brought the decision, each at its line.
  expect(related.some((text) => text.includes('abort') && text.includes(`Ln ${source.line('abort(tx)')}`))).toBe(true);
  expect(related.some((text) => /Decision/.test(text))).toBe(true);
});

test('mending the file and saving clears the violation', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const breaking = (await Source.read(folder, file)).line('commit(tx)');
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');
  await editor.focus();
  await editor.save();
  await editor.goToLine(breaking);
  await expect.poll(() => editor.squiggledLines('error'), checked).toContain(breaking);

  await editor.replaceLine(breaking, '    if outcome == committed { commit(tx) } else { abort(tx) }');
  await editor.save();
  await expect.poll(() => editor.squiggledLines('error'), checked).toEqual([]);
  await expect.poll(() => editor.codeLenses(), checked).toContainEqual(expect.stringMatching(/✓/));
});

test('the sample, made wrong as its first comment says, breaks where that comment says', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const sample = 'two-phase-commit.faultline';
  const source = await Source.read(folder, sample);
  await workbench.openFile(sample);
  await editor.waitForText('role Coordinator');

  await editor.replaceLine(source.line('durable prepared: Bool = false'), '  var prepared: Bool = false');
  await editor.save();
  const finish = source.block('func finish(', '  }');
  await editor.goToLine(finish[0] ?? 1);
  await expect.poll(async () => (await editor.squiggledLines('error')).filter((line) => finish.includes(line)), checked).not.toEqual([]);
});
