/** Thrown where something new may make a difference to a node that was taken to have done with it: the search is done again, knowing of it. */
export class Revived extends Error {
  constructor() {
    super('a message that a node had done with may matter to it after all');
    this.name = 'Revived';
  }
}
