import { getTranslations } from 'next-intl/server';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';

const CARDS = [
	{
		words: 'basketLeft',
		icon: 'shopping-cart',
		at: 'left-[34%] top-[8%]',
		look: 'bg-kind-trigger-soft text-kind-trigger',
	},
	{ words: 'twoHours', icon: 'hourglass', at: 'left-[34%] top-[30%]', look: 'bg-kind-wait-soft text-kind-wait' },
	{ words: 'stillThere', icon: 'split', at: 'left-[34%] top-[52%]', look: 'bg-kind-decision-soft text-kind-decision' },
	{ words: 'email', icon: 'mail', at: 'left-[8%] top-[76%]', look: 'bg-kind-message-soft text-kind-message' },
	{ words: 'storeOffer', icon: 'store', at: 'left-[60%] top-[76%]', look: 'bg-kind-store-soft text-kind-store' },
] as const;

/** What the product is about, at a glance. Decoration, and only where there is room. */
export async function JourneyDrawing() {
	const t = await getTranslations('auth.drawing');
	return (
		<div
			aria-hidden
			className="relative hidden place-items-center overflow-hidden border-line border-l bg-[radial-gradient(var(--line-strong)_1px,transparent_1px)] bg-[length:22px_22px] bg-canvas lg:grid"
		>
			<div className="absolute inset-0 bg-[radial-gradient(60%_60%_at_50%_45%,transparent,var(--canvas))]" />
			<div className="relative aspect-[5/4] w-full max-w-152">
				<svg
					aria-hidden
					viewBox="0 0 500 400"
					fill="none"
					className="absolute inset-0 size-full stroke-control/70"
					strokeWidth="1.5"
				>
					<path d="M250 70V120M250 158V208" />
					<path d="M250 246C250 290 120 258 120 304" />
					<path d="M250 246C250 290 380 258 380 304" />
				</svg>
				{CARDS.map(({ words, icon, at, look }) => (
					<div
						key={words}
						className={cn(
							'absolute flex h-[9.5%] w-[32%] items-center gap-2.5 rounded-lg border border-line bg-raised px-2.5 shadow-sm',
							at,
						)}
					>
						<span className={cn('grid size-6.5 shrink-0 place-items-center rounded-md', look)}>
							<Icon name={icon} />
						</span>
						<span className="truncate font-medium text-sm">{t(words)}</span>
					</div>
				))}
			</div>
		</div>
	);
}
