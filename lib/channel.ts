import { z } from 'zod';

/** A way to reach a customer with a message of ours. */
export const CHANNELS = ['email', 'sms'] as const;
export const channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof channel>;

/** Why we write: `marketing` needs a consent and respects frequency caps, `service` is about something the customer ordered. */
export const purpose = z.enum(['marketing', 'service']);
export type Purpose = z.infer<typeof purpose>;
