'use client';

import { Ellipsis, KeyRound, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { ShownOnce } from '@/app/(app)/settings/shown-once';
import { remove, replaceSecret } from '@/app/(app)/settings/sources/actions';
import { useAction } from '@/components/shell/use-action';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';

export function SourceMenu({ id, name }: { id: string; name: string }) {
	const t = useTranslations('sources');
	const common = useTranslations('common');
	const router = useRouter();
	const [asking, ask] = useState<'replace' | 'remove' | null>(null);
	const [given, setGiven] = useState('');
	const [made, setMade] = useState<string | null>(null);
	const replacing = useAction(replaceSecret, ['secret']);
	const removing = useAction(remove);
	const open = (next: 'replace' | 'remove' | null) => {
		ask(next);
		setGiven('');
		setMade(null);
		replacing.clear();
	};
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		const result = await replacing.run({ id, secret: given });
		if (!result.done) return;
		if (given === '') setMade(result.value.secret);
		else {
			toast.success(common('saved'));
			open(null);
		}
	};
	return (
		<>
			<DropdownMenu
				trigger={
					<IconButton label={`${common('more')}: ${name}`} variant="secondary" tooltip={false}>
						<Ellipsis />
					</IconButton>
				}
			>
				<MenuItem icon={<KeyRound />} onSelect={() => open('replace')}>
					{t('replace')}
				</MenuItem>
				<MenuItem icon={<Trash2 />} tone="danger" onSelect={() => open('remove')}>
					{common('remove')}
				</MenuItem>
			</DropdownMenu>
			<Dialog
				open={asking === 'replace'}
				onOpenChange={(next) => open(next ? 'replace' : null)}
				title={t('replace')}
				description={t('replaceText')}
				dismissible={made === null}
				footer={
					made === null ? (
						<>
							<DialogClose>
								<Button>{common('cancel')}</Button>
							</DialogClose>
							<Button type="submit" form={`secret-${id}`} variant="primary" pending={replacing.pending}>
								{t('replace')}
							</Button>
						</>
					) : (
						<DialogClose>
							<Button variant="primary">{t('stored')}</Button>
						</DialogClose>
					)
				}
			>
				{made === null ? (
					<form id={`secret-${id}`} noValidate onSubmit={(event) => void submit(event)}>
						<Field label={t('givenSecret')} help={t('givenSecretHelp')} error={replacing.errorAt('secret')} optional>
							<Input
								value={given}
								maxLength={200}
								autoComplete="off"
								spellCheck={false}
								className="font-mono"
								onChange={(event) => setGiven(event.target.value)}
							/>
						</Field>
					</form>
				) : (
					<ShownOnce label={t('secret')} secret={made} />
				)}
			</Dialog>
			<ConfirmDialog
				open={asking === 'remove'}
				onOpenChange={(next) => open(next ? 'remove' : null)}
				title={t('removeTitle', { name })}
				description={t('removeText')}
				confirm={common('remove')}
				onConfirm={async () => {
					const { done } = await removing.run({ id });
					if (done) router.replace('/settings/sources');
					return done;
				}}
			/>
		</>
	);
}
