import { deliveryOrder } from './order.ts';

/**
 * Causal order (Hadzilacos & Toueg 1994): if the broadcast of a message causally precedes that of another, no node delivers the second unless it has
 * delivered the first. A broadcast causally precedes what its node broadcasts later, and what a node broadcasts after it delivered the message.
 */
export const causalOrder = deliveryOrder('causalOrder', true);
