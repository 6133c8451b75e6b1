/** The parameters of what is being called, with the one at the cursor. */
import { MarkupKind, type ParameterInformation, type SignatureHelp } from 'vscode-languageserver-types';
import { showType } from '../semantics/relations.ts';
import type { Analysed } from './analysed.ts';
import { argumentsGiven, calleeAt, currentParameter } from './callee.ts';
import { completionContext } from './completion/context.ts';

export function signatureHelp(file: Analysed, offset: number): SignatureHelp | undefined {
  const context = completionContext(file, offset);
  if (context.inComment) return undefined;
  const callee = calleeAt(file, context);
  if (!callee) return undefined;
  const prefix = `${callee.name}(`;
  let at = prefix.length;
  const parameters = callee.labels.map((label, i): ParameterInformation => {
    const start = at;
    at += label.length + 2;
    const doc = callee.fields[i]?.doc;
    return { label: [start, start + label.length], ...(doc === undefined ? {} : { documentation: doc }) };
  });
  const result = callee.result ? ` -> ${showType(callee.result)}` : '';
  const current = currentParameter(callee);
  const active = current ? callee.fields.indexOf(current) : argumentsGiven(callee.bracket).labels.length - 1;
  const signature = {
    label: `${prefix}${callee.labels.join(', ')})${result}`,
    parameters,
    ...(callee.doc === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: callee.doc } }),
  };
  return { signatures: [signature], activeSignature: 0, activeParameter: active };
}
