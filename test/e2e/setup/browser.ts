/** The Chromium that drives the workbench: the machine's own, never a download. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const installed = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Path of a Chromium or Chrome: the one that FAULTLINE_BROWSER names, else the first on PATH or at its usual place.
 * Throws if FAULTLINE_BROWSER names a file that is not there.
 */
export function findBrowser(): string | undefined {
  const named = process.env.FAULTLINE_BROWSER;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`FAULTLINE_BROWSER names ${named}, which does not exist.`);
    return named;
  }
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...installed].find((path) => existsSync(path));
}

export const browserMissing: string = `
  No Chromium was found: THE END-TO-END TESTS ARE SKIPPED.
  Get one with

      apt-get install chromium        (Debian, Ubuntu)
      brew install --cask chromium    (macOS)

  or name one: FAULTLINE_BROWSER=/path/to/chrome npm run test:e2e
`;

/** For headless Chromium as root in a container, and without traffic of its own. */
export const browserArguments: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
