import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Table, Tbody, Td, Th, Thead, Tr } from '@/components/ui/table';
import type { GroupNow } from '@/db/trend-views';
import { TrendState } from './trend-state';

type GroupTableProps = {
	groups: (GroupNow & { name: string })[];
	/** The one that is drawn above. */
	chosen: string;
	href: string;
	withUsual: boolean;
};

/** The groups that say most now; one is chosen to be drawn. */
export function GroupTable({ groups, chosen, href, withUsual }: GroupTableProps) {
	const t = useTranslations('trends');
	const format = useFormatter();
	const number = (value: number | null) =>
		value === null ? t('notKnown') : format.number(value, { maximumFractionDigits: 2 });
	return (
		<Table label={t('groups')}>
			<Thead>
				<Th>{t('groups')}</Th>
				<Th className="text-right">{t('now')}</Th>
				{withUsual && <Th className="text-right">{t('usual')}</Th>}
				<Th className="text-right">{t('threshold')}</Th>
				<Th>{t('state')}</Th>
			</Thead>
			<Tbody>
				{groups.map(({ group, name, value, usual, threshold, crossed }) => (
					<Tr key={group} className={group === chosen ? 'bg-hover/60' : undefined}>
						<Td className="max-w-64">
							<Link
								href={`${href}?group=${encodeURIComponent(group)}`}
								scroll={false}
								title={name}
								aria-current={group === chosen || undefined}
								className="block truncate font-medium text-ink hover:underline"
							>
								{name}
							</Link>
						</Td>
						<Td numeric>{number(value)}</Td>
						{withUsual && (
							<Td numeric className="text-ink-2">
								{number(usual)}
							</Td>
						)}
						<Td numeric className="text-ink-2">
							{number(threshold)}
						</Td>
						<Td>
							<TrendState crossed={crossed} usual={usual} threshold={threshold} />
						</Td>
					</Tr>
				))}
			</Tbody>
		</Table>
	);
}
