import { getLocale, getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import type { Pair } from '@/lib/contradiction';
import type { Names } from '@/lib/names';
import { sayContradiction } from '@/lib/say-contradiction';
import { LinkedText } from './linked-text';

/** Offers that contradict each other, one entry a pair; nothing where there are none. `names`: of stores and products. */
export async function Contradictions({ pairs, names }: { pairs: Pair[]; names: Names }) {
	const [t, locale] = await Promise.all([getTranslations('calendar'), getLocale()]);
	if (pairs.length === 0) return null;
	return (
		<Notice tone="warning">
			<p className="font-medium">{t('contradictions', { n: pairs.length })}</p>
			<ul className="mt-1 list-disc space-y-2 pl-4">
				{pairs.map((pair) => {
					const { title, text } = sayContradiction(pair, names, locale);
					return (
						<li key={`${pair[0].mine.offer.id} ${pair[0].other.offer.id}`}>
							<p className="font-medium">
								<LinkedText parts={title} />
							</p>
							<p>
								<LinkedText parts={text} />
							</p>
						</li>
					);
				})}
			</ul>
		</Notice>
	);
}
