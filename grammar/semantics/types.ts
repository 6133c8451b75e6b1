/** The static types of the language. Compared by structure; `sameType` and `assignable` live beside the type checker. */
export type Type =
  | { readonly kind: 'bool' | 'int' | 'string' | 'request' | 'client' | 'transaction' }
  /** The type of the literal `none`; assignable to every `T?` and to `Value`. */
  | { readonly kind: 'none' }
  /** Any Bool, Int, String, `none` or a list of them; checked when used. */
  | { readonly kind: 'value' }
  /** What a prelude event takes where the protocol may hand it anything. Cannot be written in a file. */
  | { readonly kind: 'any' }
  /** A node; with `role`, one that plays that role. */
  | { readonly kind: 'node'; readonly role?: string }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'optional'; readonly inner: Type }
  | { readonly kind: 'set'; readonly element: Type }
  | { readonly kind: 'list'; readonly element: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  /** The type of what has been reported as wrong already: fits everywhere, so that one mistake gives one message. */
  | { readonly kind: 'unknown' };
