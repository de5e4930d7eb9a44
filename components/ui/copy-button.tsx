'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { IconButton } from './icon-button';
import { toast } from './toast';

const SHOWN_MS = 1600;

/** Puts `text` on the clipboard and says so. `label` names what is copied. */
export function CopyButton({
	text,
	label,
	iconOnly = false,
	className,
}: {
	text: string;
	label?: string;
	iconOnly?: boolean;
	className?: string;
}) {
	const t = useTranslations('common');
	const [copied, setCopied] = useState(false);
	useEffect(() => {
		if (!copied) return;
		const timer = setTimeout(() => setCopied(false), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [copied]);
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(text);
			setCopied(true);
		} catch {
			// Plain http away from localhost has no clipboard.
			toast.error(t('copyFailed'));
		}
	};
	const icon = copied ? <Check className="text-success" /> : <Copy />;
	const words = copied ? t('copied') : (label ?? t('copy'));
	return iconOnly ? (
		<IconButton label={words} size="sm" className={className} onClick={() => void copy()}>
			{icon}
		</IconButton>
	) : (
		<Button size="sm" className={className} onClick={() => void copy()}>
			{icon}
			<span aria-live="polite">{words}</span>
		</Button>
	);
}
