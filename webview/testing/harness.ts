/**
 * The trace panel in a plain browser, with a host that only listens: `node webview/testing/serve.ts`, then
 * http://localhost:8123/?sample=lossy&theme=dark (samples in sample-traces.ts, themes in themes.ts).
 */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { panelHtml } from '../html.ts';
import { samples } from './sample-traces.ts';
import { themes } from './themes.ts';

const nonce = 'harness';

/** Stands in for the extension host: answers `ready` with the sample, keeps what is posted and, over a reload, the state. */
const hostScript = (sample: string, theme: string): string => `
  const theme = ${JSON.stringify(themes[theme] ?? themes.dark)};
  for (const [name, value] of Object.entries(theme.colors)) document.documentElement.style.setProperty('--vscode-' + name.replaceAll('.', '-'), value);
  document.body.classList.add(theme.bodyClass);
  window.posted = [];
  window.refused = [];
  document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective + ' ' + event.sourceFile + ':' + event.lineNumber));
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      window.posted.push(message);
      if (message.type === 'ready' && !message.showing) fetchSample();
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  const traces = ${JSON.stringify(samples[sample]?.() ?? [])};
  function fetchSample() {
    if (traces.length > 0) window.postMessage({ type: 'show', traces, selected: 0 });
  }
`;

async function bundle(): Promise<Map<string, string>> {
  const root = join(import.meta.dirname, '..', '..');
  const result = await build({
    absWorkingDir: root,
    entryPoints: { trace: 'webview/trace/main.ts' },
    outdir: 'dist/webview',
    bundle: true,
    write: false,
    target: 'es2022',
    logLevel: 'warning',
  });
  return new Map(result.outputFiles.map((file) => [file.path.endsWith('.css') ? '/trace.css' : '/trace.js', file.text]));
}

/** A page of it: the sample and the theme are in the query. */
function page(url: URL): string {
  const query = `sample=${url.searchParams.get('sample') ?? 'lossy'}&theme=${url.searchParams.get('theme') ?? 'dark'}`;
  const html = panelHtml({ script: '/trace.js', style: '/trace.css', cspSource: "'self'", nonce });
  return html.replace('<script ', `<script nonce="${nonce}" src="/host.js?${query}"></script>\n<script `);
}

/** Serves the panel, bundled from the sources as they are now. Port 0 takes a free one. */
export async function serveHarness(port: number): Promise<{ readonly server: Server; readonly url: string }> {
  const files = await bundle();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(url.pathname);
    if (url.pathname === '/') answer('text/html', page(url));
    else if (url.pathname === '/host.js')
      answer('text/javascript', hostScript(url.searchParams.get('sample') ?? '', url.searchParams.get('theme') ?? ''));
    else if (file !== undefined) answer(url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript', file);
    else response.writeHead(404).end();
    function answer(type: string, body: string): void {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, url: `http://127.0.0.1:${address.port}/` };
}
