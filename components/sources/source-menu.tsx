'use client';

import { Ellipsis, KeyRound, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SecretDialog } from '@/app/(app)/settings/secret-dialog';
import { remove, replaceSecret } from '@/app/(app)/settings/sources/actions';
import { useAction } from '@/components/shell/use-action';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
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
	const removing = useAction(remove);
	return (
		<>
			<DropdownMenu
				trigger={
					<IconButton label={`${common('more')}: ${name}`} variant="secondary" tooltip={false}>
						<Ellipsis />
					</IconButton>
				}
			>
				<MenuItem icon={<KeyRound />} onSelect={() => ask('replace')}>
					{t('replace')}
				</MenuItem>
				<MenuItem icon={<Trash2 />} tone="danger" onSelect={() => ask('remove')}>
					{common('remove')}
				</MenuItem>
			</DropdownMenu>
			{asking === 'replace' && <ReplaceSecret id={id} onClose={() => ask(null)} />}
			<ConfirmDialog
				open={asking === 'remove'}
				onOpenChange={(next) => ask(next ? 'remove' : null)}
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

/** By one of ours, which is shown once, or by one that the sender has given. */
function ReplaceSecret({ id, onClose }: { id: string; onClose: () => void }) {
	const t = useTranslations('sources');
	const common = useTranslations('common');
	const [given, setGiven] = useState('');
	const replacing = useAction(replaceSecret, ['secret']);
	return (
		<SecretDialog
			title={t('replace')}
			description={t('replaceText')}
			submit={t('replace')}
			pending={replacing.pending}
			onClose={onClose}
			make={async () => {
				const result = await replacing.run({ id, secret: given });
				if (!result.done) return null;
				if (given === '') return result.value.secret;
				toast.success(common('saved'));
				onClose();
				return null;
			}}
			made={{ title: t('replace'), description: t('replaceText'), label: t('secret'), close: t('stored') }}
		>
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
		</SecretDialog>
	);
}
