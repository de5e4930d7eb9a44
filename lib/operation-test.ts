import type { Facts, OperationFact, OperationTest, PlaceRef, ProductRef } from './condition';
import { both, either, not, type Verdict } from './verdict';
import { articlesAt, placeIdAt } from './world-tests';

/** Whether an operation runs, there and for that; an operation that nobody knows is unknown. */
export function judgeOperation({ operationId, running, at, product }: OperationTest, facts: Facts): Verdict {
	const operation = facts.operations?.find(({ id }) => id === operationId);
	if (!operation) return 'unknown';
	const now = !operation.calledOff && operation.startsAt <= facts.now && facts.now < operation.endsAt;
	const there = both(
		[now, at ? heldAt(operation, at, facts) : true, product ? heldFor(operation, product, facts) : true],
		(verdict: Verdict) => verdict,
	);
	return running ? there : not(there);
}

function heldAt({ stores }: OperationFact, place: PlaceRef, facts: Facts): Verdict {
	if (stores.length === 0) return true;
	const id = placeIdAt(place, facts);
	return id === null ? 'unknown' : stores.includes(id);
}

function heldFor({ products, categories }: OperationFact, product: ProductRef, facts: Facts): Verdict {
	if (products.length === 0 && categories.length === 0) return true;
	const articles = articlesAt(product, facts);
	if (articles.length === 0) return 'unknown';
	return either(articles, ({ productId }) => {
		if (products.includes(productId)) return true;
		if (categories.length === 0) return false;
		const category = facts.categories?.get(productId);
		return category === undefined ? 'unknown' : categories.includes(category);
	});
}
