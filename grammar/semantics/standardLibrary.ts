/** The modules that ship with the language, by their URI; no file system is asked for them. */
import { STANDARD_LIBRARY } from '../std/std.ts';

const SCHEME = 'faultline-std:/';
const texts: ReadonlyMap<string, string> = new Map(
  Object.entries(STANDARD_LIBRARY).map(([name, text]) => [`${SCHEME}${name}.faultline`, text]),
);

export const PRELUDE_URI = `${SCHEME}prelude.faultline`;
export const PRELUDE_TEXT = STANDARD_LIBRARY.prelude;

/** `std/locks` → its URI, if there is such a module. */
export function resolveStandard(path: string): string | undefined {
  if (!path.startsWith('std/')) return undefined;
  const uri = `${SCHEME}${path.slice('std/'.length).replace(/\.faultline$/, '')}.faultline`;
  return texts.has(uri) && uri !== PRELUDE_URI ? uri : undefined;
}
/** The text of a built-in file, for showing it. */
export const standardText = (uri: string): string | undefined => texts.get(uri);

/** Which module declares a standard role, `Register`. */
export function standardModuleOf(role: string): string | undefined {
  for (const [uri, text] of texts) if (uri !== PRELUDE_URI && new RegExp(`^role ${role}\\b`, 'm').test(text)) return uri;
  return undefined;
}
/** The names under which modules can be imported. */
export const standardPaths: readonly string[] = Object.keys(STANDARD_LIBRARY)
  .filter((name) => name !== 'prelude')
  .map((name) => `std/${name}`);

/** Roles of `std/` that can stand after `as` in a claim without an import. */
export const STANDARD_SPECIFICATIONS: readonly string[] = [
  'Register',
  'CasRegister',
  'KeyValue',
  'TextStore',
  'Queue',
  'Stack',
  'SetObject',
  'Counter',
  'Lock',
  'FencedLock',
  'AppendLog',
];
