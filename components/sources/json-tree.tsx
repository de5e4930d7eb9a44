'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { Json } from '@/lib/event';
import type { Segment } from '@/lib/payload-path';
import { shortly } from './path-input';

/** Lines of a list that are shown before the others are asked for. */
const SHOWN = 20;
const OPEN_TO = 3;

type JsonTreeProps = {
	value: Json;
	/** A value, or a list, was chosen. */
	onChoose: (at: Segment[]) => void;
	/** Nothing waits for a value: it is only looked at. */
	idle: boolean;
};

/** A payload as a tree: each value is a button. One stop of the Tab key; arrows go from row to row. */
export function JsonTree({ value, onChoose, idle }: JsonTreeProps) {
	const t = useTranslations('sources');
	const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step === undefined) return;
		const rows: (Element | null)[] = [...event.currentTarget.querySelectorAll('button')];
		const here = rows.indexOf(document.activeElement);
		const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
		if (next instanceof HTMLElement) next.focus();
		event.preventDefault();
	};
	return (
		<section aria-label={t('payload')} onKeyDown={onKeyDown} className="font-mono text-xs leading-5">
			<Inside value={value} at={[]} onChoose={onChoose} idle={idle} />
		</section>
	);
}

type NodeProps = JsonTreeProps & { at: Segment[] };

function Inside({ value, at, ...props }: NodeProps) {
	const t = useTranslations('sources');
	const [shown, setShown] = useState(SHOWN);
	if (typeof value !== 'object' || value === null) return null;
	const entries: [Segment, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
	return (
		<ul className={cn(at.length > 0 && 'ml-2 border-line border-l pl-2')}>
			{entries.slice(0, shown).map(([key, inner], n) => (
				<Node key={key} name={key} value={inner} at={[...at, key]} first={at.length === 0 && n === 0} {...props} />
			))}
			{entries.length > shown && (
				<li>
					<button
						type="button"
						tabIndex={-1}
						onClick={() => setShown(shown + 100)}
						className="text-accent-ink hover:underline"
					>
						{t('moreLines', { n: entries.length - shown })}
					</button>
				</li>
			)}
		</ul>
	);
}

function Node({ name, value, at, first, ...props }: NodeProps & { name: Segment; first: boolean }) {
	const [open, setOpen] = useState(at.length <= OPEN_TO);
	const deep = typeof value === 'object' && value !== null;
	const label = <span className="text-ink-3">{name}</span>;
	if (deep && !Array.isArray(value))
		return (
			<li>
				<Row first={first} expanded={open} onClick={() => setOpen(!open)}>
					<Turning open={open} />
					{label}
				</Row>
				{open && <Inside value={value} at={at} {...props} />}
			</li>
		);
	return (
		<li>
			<div className="flex items-start">
				{deep && (
					<Row first={first} expanded={open} onClick={() => setOpen(!open)} label={String(name)}>
						<Turning open={open} />
					</Row>
				)}
				<Row first={first && !deep} onClick={() => props.onChoose(at)} quiet={props.idle}>
					{label}
					<span className={cn('min-w-0 break-all', value === null || value === '' ? 'text-ink-3' : 'text-ink')}>
						{shortly(value)}
					</span>
				</Row>
			</div>
			{deep && open && <Inside value={value} at={at} {...props} />}
		</li>
	);
}

function Turning({ open }: { open: boolean }) {
	return (
		<ChevronRight
			aria-hidden
			className={cn('mt-1 size-3 shrink-0 text-ink-3 transition-transform', open && 'rotate-90')}
		/>
	);
}

type RowProps = {
	first: boolean;
	onClick: () => void;
	expanded?: boolean;
	label?: string;
	quiet?: boolean;
	children: ReactNode;
};

function Row({ first, onClick, expanded, label, quiet, children }: RowProps) {
	return (
		<button
			type="button"
			tabIndex={first ? 0 : -1}
			aria-expanded={expanded}
			aria-label={label}
			// The field that is being filled keeps the focus, and its keyboard.
			onMouseDown={(event) => event.preventDefault()}
			onClick={onClick}
			className={cn(
				'flex min-w-0 items-start gap-1.5 rounded px-1 text-left',
				quiet ? 'cursor-default' : 'hover:bg-accent-soft hover:text-accent-ink',
			)}
		>
			{children}
		</button>
	);
}
