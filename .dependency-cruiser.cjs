/**
 * The layering of docs/architecture.md as rules: grammar <- engine <- { extension, webview, cli }, and no cycles.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const tests = '\\.test\\.ts$|/testing/';
/** The libraries that run wherever the language and the engine run: in Node, in a worker, in a browser. */
const portableLibraries = '^node_modules/(chevrotain|@chevrotain|vscode-languageserver-types|vscode-languageserver-textdocument)/';

/** The editor's API: its types resolve, the module itself exists only inside VS Code. */
const editor = '^(vscode$|node_modules/@types/vscode/)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first file to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable-imports',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'grammar-knows-only-itself',
      severity: 'error',
      from: { path: '^grammar/', pathNot: tests },
      to: { path: '^(engine|extension|webview|cli|test|scripts|bench)/' },
    },
    {
      name: 'engine-knows-only-grammar',
      severity: 'error',
      from: { path: '^engine/', pathNot: tests },
      to: { path: '^(extension|webview|cli|test|scripts|bench)/' },
    },
    {
      name: 'core-runs-everywhere',
      comment: 'grammar and engine also run in a browser worker: no Node modules, no editor.',
      severity: 'error',
      from: { path: '^(grammar|engine)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-uses-portable-libraries',
      severity: 'error',
      from: { path: '^(grammar|engine)/', pathNot: tests },
      to: { path: ['^node_modules/', editor], pathNot: portableLibraries },
    },
    {
      name: 'webview-runs-in-a-page',
      severity: 'error',
      from: { path: '^webview/', pathNot: tests },
      to: { path: ['^(extension|cli|test|scripts|bench)/', editor] },
    },
    {
      name: 'webview-has-no-node',
      severity: 'error',
      from: { path: '^webview/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'extension-and-webview-share-a-protocol',
      comment: 'The extension host sees nothing of the page but its empty frame and the type of the messages between them.',
      severity: 'error',
      from: { path: '^extension/', pathNot: tests },
      to: { path: '^(webview|cli|test|scripts|bench)/', pathNot: '^webview/(protocol|html)\\.ts$' },
    },
    {
      name: 'cli-may-serve-the-language',
      comment: 'The terminal knows no page and no editor; of the extension only its language server, which `faultline lsp` runs.',
      severity: 'error',
      from: { path: '^cli/', pathNot: tests },
      to: { path: ['^(extension|webview|test|scripts|bench)/', editor], pathNot: '^extension/server/' },
    },
    {
      name: 'server-knows-no-editor',
      comment: 'The language server speaks LSP and nothing else.',
      severity: 'error',
      from: { path: '^extension/server/' },
      to: { path: [editor, '^extension/client/'] },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Benchmarks, which no product contains either, make their input with the generators of the tests.',
      severity: 'error',
      from: { pathNot: [tests, '^(test|bench)/'] },
      to: { path: tests },
    },
    {
      name: 'webview-toolkit-behind-one-module',
      comment: 'Its upstream is archived: one module imports it, so that one module replaces it.',
      severity: 'error',
      module: { path: '^node_modules/@vscode/webview-ui-toolkit/', numberOfDependentsMoreThan: 1 },
      from: {},
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(dist|\\.cache|coverage)/' },
    // Reads the source as it is written, so that imports of types count too: they say what a module knows.
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
