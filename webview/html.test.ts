import { expect, test } from 'vitest';
import { panelHtml } from './html.ts';

const html = panelHtml({
  script: 'https://host/trace.js?a=1&b=2',
  style: 'https://host/trace.css',
  cspSource: 'https://host',
  nonce: 'n0nce',
});

test('the policy allows the one script, the one style sheet and nothing inline', () => {
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none';/);
  expect(policy).toContain("script-src 'nonce-n0nce'");
  expect(policy).not.toMatch(/unsafe|\*|https:\/\/(?!host)/);
});

test('every script has the nonce and a source, and no element a style or a handler', () => {
  const scripts = html.match(/<script[^>]*>/g) ?? [];
  expect(scripts).toHaveLength(1);
  for (const script of scripts) expect(script).toMatch(/nonce="n0nce" src="[^"]+"/);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
});

test('addresses are escaped', () => {
  expect(html).toContain('src="https://host/trace.js?a=1&amp;b=2"');
  expect(panelHtml({ script: 'a"><b', style: '', cspSource: '', nonce: '' })).not.toContain('"><b');
});
