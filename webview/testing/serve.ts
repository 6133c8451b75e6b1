/** `node webview/testing/serve.ts [port]`: the trace panel in a browser, for working on it. */
import { serveHarness } from './harness.ts';

const { url } = await serveHarness(Number(process.argv[2] ?? 8123));
console.log(`${url}?sample=lossy&theme=dark`);
