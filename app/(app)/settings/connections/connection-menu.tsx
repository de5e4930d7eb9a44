'use client';

import { Ellipsis, KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { IconButton } from '@/components/ui/icon-button';
import { ShownOnce } from '../shown-once';
import { changeConnection, removeConnection, replaceSecret } from './actions';
import { ConnectionFields, FIELDS } from './connection-fields';

type Connection = {
	id: string;
	name: string;
	url: string;
	whenCut: 'ask' | 'repeat' | 'unknown';
	askUrl: string | null;
};

export function ConnectionMenu({ connection }: { connection: Connection }) {
	const t = useTranslations('connections');
	const common = useTranslations('common');
	const [asking, ask] = useState<'edit' | 'replace' | 'remove' | null>(null);
	const [settings, setSettings] = useState({ ...connection, askUrl: connection.askUrl ?? '' });
	const [secret, setSecret] = useState<string | null>(null);
	const change = useAction(changeConnection, FIELDS);
	const replace = useAction(replaceSecret);
	const remove = useAction(removeConnection);
	const { id, name } = connection;

	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if ((await change.run(settings)).done) ask(null);
	};
	return (
		<>
			<DropdownMenu
				trigger={
					<IconButton label={`${common('more')}: ${name}`} tooltip={false}>
						<Ellipsis />
					</IconButton>
				}
			>
				<MenuItem icon={<Pencil />} onSelect={() => ask('edit')}>
					{common('edit')}
				</MenuItem>
				<MenuItem icon={<KeyRound />} onSelect={() => ask('replace')}>
					{t('replace')}
				</MenuItem>
				<MenuItem icon={<Trash2 />} tone="danger" onSelect={() => ask('remove')}>
					{common('remove')}
				</MenuItem>
			</DropdownMenu>
			<Dialog
				open={asking === 'edit'}
				onOpenChange={(open) => ask(open ? 'edit' : null)}
				title={name}
				footer={
					<>
						<DialogClose>
							<Button>{common('cancel')}</Button>
						</DialogClose>
						<Button type="submit" form={`connection-${id}`} variant="primary" pending={change.pending}>
							{common('save')}
						</Button>
					</>
				}
			>
				<form id={`connection-${id}`} noValidate onSubmit={(event) => void submit(event)}>
					<ConnectionFields
						value={settings}
						onChange={(next) => setSettings({ ...settings, ...next })}
						errorAt={change.errorAt}
					/>
				</form>
			</Dialog>
			<ConfirmDialog
				open={asking === 'replace'}
				onOpenChange={(open) => ask(open ? 'replace' : null)}
				title={t('replaceTitle', { name })}
				description={t('replaceText')}
				confirm={t('replace')}
				onConfirm={async () => {
					const result = await replace.run({ id });
					if (result.done) setSecret(result.value.secret);
					return result.done;
				}}
			/>
			<Dialog
				open={secret !== null}
				onOpenChange={() => setSecret(null)}
				title={t('replaced', { name })}
				dismissible={false}
				footer={
					<DialogClose>
						<Button variant="primary">{t('stored')}</Button>
					</DialogClose>
				}
			>
				{secret !== null && <ShownOnce label={t('secret')} secret={secret} />}
			</Dialog>
			<ConfirmDialog
				open={asking === 'remove'}
				onOpenChange={(open) => ask(open ? 'remove' : null)}
				title={t('removeTitle', { name })}
				description={t('removeText')}
				confirm={common('remove')}
				onConfirm={async () => (await remove.run({ id })).done}
			/>
		</>
	);
}
