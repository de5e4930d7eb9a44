import { z } from 'zod';

/** A way to reach a customer with a message of ours. */
export const CHANNELS = ['email', 'sms'] as const;
export const channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof channel>;

/** Why a journey without a kind writes; see lib/pressure.ts. */
export const purpose = z.enum(['marketing', 'service']);
