/** A Jepsen history from its forms. */
import { collect } from '../history/collect.ts';
import { type LoggedOperation, Pairing } from '../history/pairing.ts';
import type { ImportedHistory } from '../imported.ts';
import type { Form } from '../text/edn.ts';
import { Refusal } from '../text/refusal.ts';
import { jepsenEvents } from './events.ts';
import { hasTuples, objectReader, specifications, workloadOf } from './objects.ts';
import type { JepsenOptions } from './options.ts';
import { isTransaction, transactionOf } from './transactions.ts';

export function readJepsen(forms: Iterable<Form>, options: JepsenOptions): ImportedHistory {
  const pairing = new Pairing();
  for (const event of jepsenEvents(forms)) pairing.add(event);
  const operations = pairing.operations();
  const { processes } = pairing;
  const { initial, keys } = options;
  if (isTransactional(operations, options)) {
    return collect({ understood: operations.map((logged) => transactionOf(logged, options)), processes, initial });
  }
  const workload = options.workload === 'auto' || options.workload === 'transactions' ? workloadOf(operations) : options.workload;
  const read = objectReader(workload, keys === 'tuples' || (keys === 'auto' && hasTuples(operations)), options);
  const specification = specifications[workload];
  return collect({
    understood: operations.map(read),
    processes,
    initial,
    ...(specification === undefined ? {} : { specification }),
  });
}

function isTransactional(operations: readonly LoggedOperation[], { workload }: JepsenOptions): boolean {
  if (workload !== 'auto') return workload === 'transactions';
  const isOne = ({ name, asked }: LoggedOperation): boolean => name === 'txn' || isTransaction(asked);
  const first = operations.find(isOne);
  const other = operations.find((operation) => !isOne(operation) && !(operation.name === undefined));
  if (first !== undefined && other !== undefined) {
    throw new Refusal(
      other.line,
      `\`:${other.name}\` is a single operation, yet line ${first.line} is a transaction; a history has one kind of them`,
    );
  }
  return first !== undefined || operations.some(({ name }) => name === undefined);
}
