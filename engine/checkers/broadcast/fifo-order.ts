import { deliveryOrder } from './order.ts';

/**
 * FIFO order (Hadzilacos & Toueg 1994): if a node broadcasts a message before another, no node delivers the second unless it has delivered the first.
 * Of a message broadcast twice the first broadcast counts.
 */
export const fifoOrder = deliveryOrder('fifoOrder', false);
