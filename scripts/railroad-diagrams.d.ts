/** What is used of the package, which brings no types of its own. */
declare module 'railroad-diagrams' {
  type Item = object;
  interface Drawing {
    toString(): string;
  }
  const railroad: {
    Diagram(...items: readonly Item[]): Drawing;
    Sequence(...items: readonly Item[]): Item;
    /** `normal` is the index of the way straight through. */
    Choice(normal: number, ...items: readonly Item[]): Item;
    Optional(item: Item): Item;
    OneOrMore(item: Item, separator?: Item): Item;
    ZeroOrMore(item: Item, separator?: Item): Item;
    Terminal(text: string): Item;
    NonTerminal(text: string): Item;
    Skip(): Item;
  };
  // biome-ignore lint/style/noDefaultExport: it is how the package, written for CommonJS, is seen from here.
  export default railroad;
}
