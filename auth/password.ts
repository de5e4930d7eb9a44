import { z } from 'zod';

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 128;

/** Long is what makes it strong; rules on its characters only make it forgotten. */
export const password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);
