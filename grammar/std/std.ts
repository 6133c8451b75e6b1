/** The standard library as text: made from the .faultline files beside it by their test (`vitest run grammar/std --update`). */
export const STANDARD_LIBRARY = {
  collections: `// Sequential specifications of collections, each one copy of the data that handles one operation at a time.

/// First in, first out.
role Queue {
  durable queues: Map<String, List<Value>> = {}

  on enqueue(queue, value) {
    queues[queue] = (queues.get(queue) ?? []) + [value]
    reply
  }
  on dequeue(queue) {
    let waiting = queues.get(queue) ?? []
    if waiting.empty {
      reply none
    } else {
      queues[queue] = waiting.slice(1, waiting.size)
      reply waiting.first
    }
  }
}

/// Last in, first out.
role Stack {
  durable stacks: Map<String, List<Value>> = {}

  on push(stack, value) {
    stacks[stack] = (stacks.get(stack) ?? []) + [value]
    reply
  }
  on pop(stack) {
    let held = stacks.get(stack) ?? []
    if held.empty {
      reply none
    } else {
      stacks[stack] = held.slice(0, held.size - 1)
      reply held.last
    }
  }
}

/// A set of values.
role SetObject {
  durable sets: Map<String, Set<Value>> = {}

  on add(set, value) {
    sets[set] = (sets.get(set) ?? {}) + value
    reply
  }
  on remove(set, value) {
    sets[set] = (sets.get(set) ?? {}) - value
    reply
  }
  on contains(set, value) { reply value in (sets.get(set) ?? {}) }
  /// All of it, as a list in the order of the values.
  on read(set) { reply [value for value in sets.get(set) ?? {}] }
}
`,
  locks: `// Sequential specifications of locks. An operation whose guard is not met cannot take effect yet: a held lock is not taken.

/// At most one holder at a time. Its tokens say nothing: they are all 0.
role Lock {
  durable held: Set<String> = {}

  on lock(name) when name not in held {
    held += name
    reply 0
  }
  on unlock(name) when name in held {
    held -= name
    reply
  }
}

/// At most one holder at a time; every holder gets the next token, from 1 on.
role FencedLock {
  durable held: Set<String> = {}
  durable tokens: Map<String, Int> = {}

  on lock(name) when name not in held {
    held += name
    tokens[name] = (tokens.get(name) ?? 0) + 1
    reply tokens[name]
  }
  on unlock(name) when name in held {
    held -= name
    reply
  }
}
`,
  prelude: `/// How a transaction ends.
enum Outcome { committed, aborted }

// ---- Operations: what clients ask of nodes. The object comes first.

/// The value that the object holds; none before anything was written.
operation read(key: String) -> Value
/// Lets the object hold the value.
operation write(key: String, value: Value)
/// Compare and set: lets the object hold the new value if it holds the old one, and says whether it did.
operation cas(key: String, old: Value, new: Value) -> Bool
/// Takes the object away; it then holds none.
operation delete(key: String)
/// All objects whose key begins with the prefix, with their values.
operation scan(prefix: String) -> Map<String, Value>
/// Adds the value at the end of the list that the object holds.
operation append(key: String, value: Value)
/// Adds one to the number that the object holds, and answers the new number.
operation increment(key: String) -> Int

/// Puts the value at the end of the queue.
operation enqueue(queue: String, value: Value)
/// Takes the value at the front of the queue; none if it is empty.
operation dequeue(queue: String) -> Value
/// Puts the value on top of the stack.
operation push(stack: String, value: Value)
/// Takes the value from the top of the stack; none if it is empty.
operation pop(stack: String) -> Value

/// Adds the value to the set.
operation add(set: String, value: Value)
/// Takes the value out of the set.
operation remove(set: String, value: Value)
/// Whether the value is in the set.
operation contains(set: String, value: Value) -> Bool

/// Waits for the lock and takes it; answers a token that grows with every holder.
operation lock(name: String) -> Int
/// Gives the lock back.
operation unlock(name: String)

/// The first step of a transaction.
operation begin()
/// Ends the transaction: all that it did happens.
operation commit()
/// Ends the transaction: nothing that it did happens.
operation abort()

// ---- Events: what the protocol means by a step, said like a procedure call.

/// This node proposes the value.
event propose(value: any, instance: any = 0)
/// This node decides the value, once and for all.
event decide(value: any, instance: any = 0)

/// This node's vote on the transaction. After a yes it is in doubt until it commits or aborts.
event vote(tx: any, yes: Bool)
/// This node commits the transaction.
event commit(tx: any)
/// This node aborts the transaction.
event abort(tx: any)

/// This node gives the message to the broadcast.
event broadcast(m: any)
/// The broadcast gives the message to this node.
event deliver(m: any)

/// This node takes itself for the leader of the term.
event lead(term: any)
/// This node no longer takes itself for the leader of the term.
event stepDown(term: any)

/// This node waits for the lock.
event want(lock: any)
/// This node holds the lock from here on.
event acquire(lock: any, token: Int = 0)
/// This node holds the lock no longer.
event release(lock: any)
/// This node, a resource, accepts an access with the token of a lock.
event access(resource: any, token: Int)

/// A timestamp that is given to this moment.
event stamp(timestamp: any)
/// Something happens in the world outside that must not happen twice: a payment, a mail.
event effect(id: any)
`,
  stores: `// Sequential specifications of things that hold values. Each is one copy of the data that handles one operation at a time; the data of all objects
// stand in one map, by the object's name.

/// Holds the value written last.
role Register {
  durable values: Map<String, Value> = {}

  on read(key) { reply values.get(key) }
  on write(key, value) {
    values[key] = value
    reply
  }
}

/// A register that can also be set on condition.
role CasRegister {
  durable values: Map<String, Value> = {}

  on read(key) { reply values.get(key) }
  on write(key, value) {
    values[key] = value
    reply
  }
  on cas(key, old, new) {
    if values.get(key) == old {
      values[key] = new
      reply true
    } else {
      reply false
    }
  }
}

/// A store of keys and values.
role KeyValue {
  durable values: Map<String, Value> = {}

  on read(key) { reply values.get(key) }
  on write(key, value) {
    values[key] = value
    reply
  }
  on cas(key, old, new) {
    if values.get(key) == old {
      values[key] = new
      reply true
    } else {
      reply false
    }
  }
  on delete(key) {
    values -= key
    reply
  }
  on scan(prefix) {
    // In the order of strings, what begins with the prefix stands between it and it followed by the last character.
    reply {key: values[key] for key in values where key >= prefix and key <= prefix + "\\u{FFFF}"}
  }
}

/// A store of texts; what is appended is added at the end of the text.
role TextStore {
  durable texts: Map<String, String> = {}

  on read(key) { reply texts.get(key) ?? "" }
  on write(key, value) {
    texts[key] = value
    reply
  }
  on append(key, value) {
    texts[key] = (texts.get(key) ?? "") + value
    reply
  }
}

/// A number that can be added to.
role Counter {
  durable numbers: Map<String, Int> = {}

  on increment(key) {
    numbers[key] = (numbers.get(key) ?? 0) + 1
    reply numbers[key]
  }
  on add(key, amount) {
    numbers[key] = (numbers.get(key) ?? 0) + amount
    reply
  }
  on read(key) { reply numbers.get(key) ?? 0 }
}

/// A list that only grows; reading it gives all of it.
role AppendLog {
  durable entries: Map<String, List<Value>> = {}

  on append(key, value) {
    entries[key] = (entries.get(key) ?? []) + [value]
    reply
  }
  on read(key) { reply entries.get(key) ?? [] }
}
`,
} as const;
