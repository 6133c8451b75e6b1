/** The language server's process: one connection, wired to the files it is told of. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from './serve.ts';

const connection = createConnection(ProposedFeatures.all);
serve(connection);
connection.listen();
