'use server';

import { z } from 'zod';
import { action } from '@/auth/action';
import { db } from '@/db/client';
import { orderFanOut, setFanOutRate } from '@/db/fan-outs';

const fanOut = z.object({ id: z.uuid() });

export const order = action(
	{ permission: 'journey.operate', input: fanOut.extend({ order: z.enum(['pause', 'resume', 'stop']) }) },
	async (input, member) => orderFanOut(db(), input.id, input.order, member.id),
);

export const setRate = action(
	{ permission: 'journey.operate', input: fanOut.extend({ perMinute: z.number().int().min(1).max(100_000) }) },
	async ({ id, perMinute }, member) => setFanOutRate(db(), id, perMinute, member.id),
);
