'use server';

import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { matchesNow } from '@/db/rule-matches';
import { rule } from '@/lib/condition';

/** “Matches 12,480 of 50,000 now”, with examples: asked while a rule about customers is written. */
export const countMatches = action({ permission: 'journey.view', input: z.object({ rule }) }, (input) =>
	matchesNow(db(), input.rule, Date.now()),
);
