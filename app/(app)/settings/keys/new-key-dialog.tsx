'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { SecretDialog } from '../secret-dialog';
import { makeKey } from './actions';

const KINDS = ['write', 'secret'] as const;
type Kind = (typeof KINDS)[number];

export function NewKeyDialog() {
	const t = useTranslations('settings.keys');
	const [name, setName] = useState('');
	const [kind, setKind] = useState<Kind>('write');
	const create = useAction(makeKey, ['name']);
	return (
		<SecretDialog
			trigger={
				<Button>
					<Plus />
					{t('new')}
				</Button>
			}
			title={t('new')}
			submit={t('create')}
			pending={create.pending}
			onOpen={() => {
				setName('');
				setKind('write');
				create.clear();
			}}
			make={async () => {
				const result = await create.run({ name, kind });
				return result.done ? result.value.key : null;
			}}
			made={{ title: t('made', { name }), label: t(`kinds.${kind}`), close: t('stored') }}
		>
			<Field label={t('name')} help={t('nameHelp')} error={create.errorAt('name')} required>
				<Input value={name} maxLength={80} autoComplete="off" onChange={(event) => setName(event.target.value)} />
			</Field>
			<Field label={t('kind')} help={t(`kindHelp.${kind}`)}>
				<Select
					options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
					value={kind}
					onValueChange={setKind}
				/>
			</Field>
		</SecretDialog>
	);
}
