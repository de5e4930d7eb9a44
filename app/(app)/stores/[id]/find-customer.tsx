'use client';

import { Search, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { findCustomer } from './actions';
import { ScanButton } from './scan-button';

/** By card, phone, email or the code of a voucher, typed or scanned. */
export function FindCustomer({ storeId, found }: { storeId: string; found: boolean }) {
	const t = useTranslations('counter');
	const router = useRouter();
	const [shown, setShown] = useState('');
	const [missed, setMissed] = useState(false);
	const find = useAction(findCustomer, ['shown']);

	const look = async (text: string) => {
		const result = await find.run({ shown: text });
		if (!result.done) return;
		const { customerId } = result.value;
		setMissed(customerId === null);
		if (customerId === null) return;
		setShown('');
		router.push(`/stores/${encodeURIComponent(storeId)}?customer=${customerId}`);
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		void look(shown);
	};
	return (
		<search>
			<form onSubmit={submit} noValidate>
				<Field
					label={t('find')}
					help={t('findHelp')}
					error={missed ? t('unknown') : find.errorAt('shown')}
					aside={
						found && (
							<button
								type="button"
								className="text-accent-ink hover:underline"
								onClick={() => router.push(`/stores/${encodeURIComponent(storeId)}`)}
							>
								<UserRound aria-hidden className="mr-1 inline size-3.5" />
								{t('next')}
							</button>
						)
					}
				>
					<div className="flex gap-2">
						<Input
							value={shown}
							autoComplete="off"
							inputMode="text"
							leading={<Search aria-hidden />}
							className="h-11 text-base sm:h-11"
							onChange={(event) => {
								setShown(event.target.value);
								setMissed(false);
							}}
						/>
						<ScanButton
							onFound={(text) => {
								setShown(text);
								void look(text);
							}}
						/>
						<Button type="submit" variant="primary" size="lg" className="h-11" pending={find.pending}>
							{t('findButton')}
						</Button>
					</div>
				</Field>
			</form>
		</search>
	);
}
