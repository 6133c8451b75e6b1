/** The page that the trace panel's webview loads. Pure text, so that the extension host can make it without the DOM. */

export interface PanelPage {
  /** URI of the bundled script and of its style sheet, as the webview may load them. */
  readonly script: string;
  readonly style: string;
  /** `webview.cspSource`: where style sheets may come from. */
  readonly cspSource: string;
  /** Fresh and unguessable for each page. */
  readonly nonce: string;
}

/**
 * The HTML of the panel. Nothing but the one script and the one style sheet is allowed: no inline code, no inline style, no network.
 * (The toolkit adds one `<style>` of its own, with the nonce that it looks for in `meta[property=csp-nonce]`.)
 */
export function panelHtml({ script, style, cspSource, nonce }: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}">
<meta property="csp-nonce" content="${escapeAttribute(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>Faultline trace</title>
<link rel="stylesheet" href="${escapeAttribute(style)}">
</head>
<body>
<main id="panel"></main>
<script nonce="${escapeAttribute(nonce)}" src="${escapeAttribute(script)}"></script>
</body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
