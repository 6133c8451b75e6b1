/** The files that are generated from the token table, by their place in the project. */
import { textMateGrammar } from './grammar.ts';
import { languageConfiguration } from './language-configuration.ts';

export function generatedFiles(): Readonly<Record<string, string>> {
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    'grammar/faultline.tmLanguage.json': json(textMateGrammar()),
    'grammar/language-configuration.json': json(languageConfiguration()),
  };
}
