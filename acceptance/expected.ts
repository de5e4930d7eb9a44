import { callsOf } from './calls';

/**
 * What must come of a file of orders, worked out from the file alone: plain loops, nothing of Parcours. The journey is
 * `journey.json` beside this: an order of 20 or more enters once per `order_id`; with milk or bread in the basket an
 * email, else a voucher and an SMS.
 */
export type Household = {
	userId: string;
	email: string;
	/** Every fifth has none. */
	phone: string | null;
	/** To every channel; a third has not agreed. */
	agreed: boolean;
};
export type Expected = {
	households: Household[];
	/** `order user`, as everything below. */
	enrollments: string[];
	emails: string[];
	sms: string[];
	vouchers: string[];
	/** `order user channel reason`. */
	suppressed: string[];
};

const DAIRY_OR_BREAD = ['FLUID MILK PRODUCTS', 'BAKED BREAD/BUNS/ROLLS'];

export async function expectedFrom(file: string, limit: number): Promise<Expected> {
	const households = new Map<string, Household>();
	const expected: Expected = { households: [], enrollments: [], emails: [], sms: [], vouchers: [], suppressed: [] };
	const entered = new Set<string>();
	for await (const call of callsOf(file, limit)) {
		const { userId } = call;
		const household = households.get(userId) ?? invent(userId, households.size);
		households.set(userId, household);
		if (call.event !== 'Order Completed') continue;
		const { order_id, total, products } = call.properties as {
			order_id: string;
			total: number;
			products: { category: string }[];
		};
		const order = `${order_id} ${userId}`;
		if (total < 20 || entered.has(order)) continue;
		entered.add(order);
		expected.enrollments.push(order);
		if (products.some((line) => DAIRY_OR_BREAD.includes(line.category))) {
			if (household.agreed) expected.emails.push(order);
			else expected.suppressed.push(`${order} email no-consent`);
		} else {
			expected.vouchers.push(order);
			if (household.phone === null) expected.suppressed.push(`${order} sms no-address`);
			else if (household.agreed) expected.sms.push(order);
			else expected.suppressed.push(`${order} sms no-consent`);
		}
	}
	expected.households = [...households.values()];
	return expected;
}

/** Telephone numbers are from the range kept for fiction in France, +33 6 39 98. */
function invent(userId: string, index: number): Household {
	return {
		userId,
		email: `${userId}@example.test`,
		phone: index % 5 === 4 ? null : `+3363998${String(index).padStart(4, '0')}`,
		agreed: index % 3 !== 2,
	};
}
