import { z } from 'zod';

/** What a version keeps of an email: templates still to be filled in for each customer. */
export const preparedEmail = z.object({ html: z.string(), text: z.string() });
export type PreparedEmail = z.infer<typeof preparedEmail>;
