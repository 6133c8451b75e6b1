import { afterAll, expect } from 'vitest';
import { closeBrowser, test } from './driver/test.ts';
import { Source } from './source.ts';

afterAll(closeBrowser);

const file = 'deaf-participant.faultline';

test('a syntax error gets its squiggle while typing, and loses it when mended', async ({ workbench, folder }) => {
  const { editor } = workbench;
  const line = (await Source.read(folder, file)).line('on start {');
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');

  const mistake = ' on on';
  await editor.typeAtEndOfLine(line, mistake);
  // Squiggles of the check that ran when the file was opened stay; where the mistake is, there was none.
  await expect.poll(() => editor.squiggledLines('error')).toContain(line);

  await editor.erase(mistake.length);
  await expect.poll(() => editor.squiggledLines('error')).not.toContain(line);
});

test('a misspelt name is underlined where it stands, with the name that was meant', async ({ workbench, folder }) => {
  const { editor, problems } = workbench;
  const line = (await Source.read(folder, file)).line('if yes == participants');
  await workbench.openFile(file);
  await editor.waitForText('role Coordinator');

  await editor.replaceLine(line, '    if yes == particpants { send Decision(tx, committed) to participants }');
  await expect.poll(() => editor.squiggledLines('error')).toContain(line);
  await workbench.showProblems();
  await problems.row(/particpants.*participants/).waitFor();
});
