/**
 * The TextMate grammar, made from the token table. It colours line by line and knows no syntax tree, so a contextual word counts as one by
 * its neighbours: an operand follows it, or nothing, and it is neither assigned to nor called nor looked into.
 */
import { type WordGroup, words } from '../tokens.ts';

interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly endCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}
export interface TextMateGrammar {
  readonly name: string;
  readonly scopeName: string;
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Rule[] }>>;
}

const scope = (name: string): string => `${name}.faultline`;
const capture = (...names: string[]): Record<string, { name: string }> =>
  Object.fromEntries(names.map((name, index) => [String(index + 1), { name: scope(name) }]));

/** The scope of each group of words. */
const scopes: Readonly<Record<WordGroup, string>> = {
  declaration: 'storage.type',
  storage: 'storage.modifier',
  member: 'keyword.control.handler',
  control: 'keyword.control',
  operator: 'keyword.operator.word',
  constant: 'constant.language',
  statement: 'keyword.control.statement',
  clause: 'keyword.other.clause',
  quantifier: 'keyword.operator.quantifier',
  item: 'keyword.other.scenario',
  setting: 'support.type.property-name.setting',
  action: 'keyword.control.fault',
  trigger: 'keyword.other.trigger',
};

function textsOf(group: WordGroup, reserved: boolean): string[] {
  return words.filter((word) => word.group === group && word.reserved === reserved).map(({ text }) => text);
}
const oneOf = (texts: readonly string[]): string => `(?:${texts.join('|')})`;

const identifier = '[A-Za-z_][A-Za-z0-9_]*';
const alone = '(?<![.\\w])';
const infix = `${oneOf(['and', 'or', 'not', 'in', 'if', 'else', 'where', 'with'])}\\b`;
/** What follows a contextual word that is one: an operand on the same line, or the end of the statement. */
const asWord = `(?=\\s+(?!${infix})[\\w"{(\\[+-]|\\s*(?:$|[};]|//))`;

function wordRules(group: WordGroup): Rule[] {
  const name = scope(scopes[group]);
  const reserved = textsOf(group, true);
  const contextual = textsOf(group, false);
  const rules: Rule[] = [];
  if (reserved.length > 0) rules.push({ name, match: `${alone}${oneOf(reserved)}\\b` });
  if (group === 'quantifier') return [{ name, match: `${alone}${oneOf(contextual)}\\b(?=\\s+(?:${identifier}\\s+in\\b|[0-9]))` }];
  if (contextual.length > 0) rules.push({ name, match: `${alone}${oneOf(contextual)}\\b${asWord}` });
  return rules;
}

/** A word with what it introduces. */
function introduced(texts: readonly string[], wordScope: string, nameScope: string): Rule {
  return { match: `${alone}(${oneOf(texts)})\\s+(${identifier})`, captures: capture(wordScope, nameScope) };
}

const strings: Rule = {
  name: scope('string.quoted.double'),
  begin: '"',
  end: '"|$',
  beginCaptures: { '0': { name: scope('punctuation.definition.string.begin') } },
  endCaptures: { '0': { name: scope('punctuation.definition.string.end') } },
  patterns: [
    { name: scope('constant.character.escape'), match: '\\\\(?:["\\\\nt]|u\\{[0-9A-Fa-f]{1,6}\\})' },
    { name: scope('invalid.illegal.escape'), match: '\\\\.' },
  ],
};

const title: Rule = {
  name: scope('meta.title'),
  begin: `^\\s*(scenario|history)\\s+(?=")`,
  end: '(?!\\G)',
  beginCaptures: capture(scopes.declaration),
  patterns: [{ ...strings, name: `${scope('string.quoted.double.title')} ${scope('entity.name.section')}` }],
};

export function textMateGrammar(): TextMateGrammar {
  return {
    name: 'Faultline',
    scopeName: 'source.faultline',
    patterns: ['comments', 'titles', 'strings', 'numbers', 'introductions', 'words', 'names', 'operators', 'punctuation'].map((part) => ({
      include: `#${part}`,
    })),
    repository: {
      comments: {
        patterns: [
          {
            name: scope('comment.line.documentation'),
            match: '(///)(?!/).*$',
            captures: capture('punctuation.definition.comment'),
          },
          { name: scope('comment.line.double-slash'), match: '(//).*$', captures: capture('punctuation.definition.comment') },
        ],
      },
      titles: { patterns: [title] },
      strings: { patterns: [strings] },
      numbers: {
        patterns: [
          { match: '\\b([0-9][0-9_]*)(ms|s)\\b', captures: capture('constant.numeric.duration', 'constant.numeric.duration.unit') },
          { name: scope('constant.numeric.percentage'), match: '\\b[0-9][0-9_]*(?:\\.[0-9]+)?%(?![\\w(])' },
          { name: scope('constant.numeric.ordinal'), match: '\\b[0-9]+(?:st|nd|rd|th)\\b' },
          { name: scope('constant.numeric.integer'), match: '\\b[0-9][0-9_]*\\b' },
        ],
      },
      introductions: {
        patterns: [
          introduced(['role'], scopes.declaration, 'entity.name.type.role'),
          introduced(['message'], scopes.declaration, 'entity.name.type.message'),
          introduced(['enum', 'struct'], scopes.declaration, 'entity.name.type'),
          introduced(['const'], scopes.declaration, 'variable.other.constant'),
          introduced(['operation', 'event'], scopes.declaration, 'entity.name.function'),
          introduced(['func'], scopes.storage, 'entity.name.function'),
          introduced(['var', 'durable', 'let'], scopes.storage, 'variable.other.declaration'),
          introduced(['invariant', 'eventually', 'possible'], scopes.declaration, 'entity.name.function.claim'),
          introduced(['client', 'await', 'invoke'], scopes.item, 'variable.other.client'),
          { match: `${alone}(on)\\s+(start|recover)\\b(?!\\s*\\()`, captures: capture(scopes.member, 'keyword.control.handler') },
          {
            match: `${alone}(on)\\s+(timeout)\\s+(${identifier})`,
            captures: capture(scopes.member, 'keyword.control.handler', 'entity.name.label.timer'),
          },
          { match: `${alone}(on)\\s+([A-Z]\\w*)`, captures: capture(scopes.member, 'entity.name.type.message') },
          {
            match: `${alone}(on)\\s+([a-z_]\\w*)(?=\\s*[({]|\\s+(?:from|as|in|when)\\b)`,
            captures: capture(scopes.member, 'entity.name.function'),
          },
          introduced(['send', 'deliver'], scopes.statement, 'entity.name.type.message'),
          introduced(['timeout', 'cancel', 'fire'], scopes.statement, 'entity.name.label.timer'),
          {
            match: `${alone}(check)\\s+(?:(no)\\s+)?(${identifier})`,
            captures: capture(scopes.item, scopes.setting, 'support.class.property'),
          },
          {
            match: `${alone}(expect)\\s+(?:(violation)\\s+(of)\\s+)?(?:(no)\\s+)?(${identifier})`,
            captures: capture(scopes.item, scopes.item, scopes.clause, scopes.setting, 'support.class.property'),
          },
        ],
      },
      words: {
        patterns: [
          { name: scope('variable.language.self'), match: `${alone}self\\b` },
          ...(Object.keys(scopes) as WordGroup[]).flatMap(wordRules),
          // `timeout votes` and the like are introductions; these stand before what is no name.
          { name: scope(scopes.item), match: `${alone}(?:at)\\b(?=\\s+[0-9])` },
        ],
      },
      names: {
        patterns: [
          { match: `(\\.)\\s*(${identifier})(?=\\s*\\()`, captures: capture('punctuation.accessor', 'entity.name.function.member') },
          { match: `(?<!\\.)(\\.)(?!\\.)\\s*(${identifier})`, captures: capture('punctuation.accessor', 'variable.other.member') },
          { name: scope('entity.name.type'), match: '\\b[A-Z]\\w*' },
          { name: scope('entity.name.function'), match: `\\b${identifier}(?=\\()` },
          { name: scope('variable.parameter.label'), match: `\\b${identifier}(?=\\s*:)` },
          { name: scope('variable.other'), match: `\\b${identifier}\\b` },
        ],
      },
      operators: {
        patterns: [
          { name: scope('keyword.operator.arrow'), match: '->|=>' },
          { name: scope('keyword.operator.comparison'), match: '==|!=|<=|>=|<|>' },
          { name: scope('keyword.operator.assignment'), match: '\\+=|-=|=' },
          { name: scope('keyword.operator.range'), match: '\\.\\.' },
          { name: scope('keyword.operator.default'), match: '\\?\\?' },
          { name: scope('keyword.operator.optional'), match: '\\?' },
          { name: scope('keyword.operator.arithmetic'), match: '[+\\-*/%&|]' },
        ],
      },
      punctuation: {
        patterns: [
          { name: scope('punctuation.section.braces'), match: '[{}]' },
          { name: scope('punctuation.section.parens'), match: '[()]' },
          { name: scope('punctuation.section.brackets'), match: '[\\[\\]]' },
          { name: scope('punctuation.separator'), match: '[,:]' },
          { name: scope('punctuation.terminator'), match: ';' },
        ],
      },
    },
  };
}
