import { cn } from '@/components/ui/cn';

export type ChartPoint = { at: number; value: number; usual: number | null; threshold: number | null };

const [WIDTH, HEIGHT] = [600, 160];
/** Of what is highest, so that a line at the top is not the edge. */
const HEADROOM = 1.08;

type TrendChartProps = {
	points: ChartPoint[];
	/** What a screen reader says of it. */
	label: string;
	/** Words at the axes: the highest value, the first and the last instant. */
	top: string;
	from: string;
	to: string;
};

/** A rolling value over time, with what it is held against and what is usual. */
export function TrendChart({ points, label, top, from, to }: TrendChartProps) {
	const [first, last] = [points[0], points.at(-1)];
	if (!first || !last) return null;
	const highest = HEADROOM * highestOf(points);
	const spanMs = Math.max(1, last.at - first.at);
	const x = (at: number) => ((at - first.at) / spanMs) * WIDTH;
	const y = (value: number) => HEIGHT - (Math.max(0, value) / highest) * HEIGHT;
	const path = (of: (point: ChartPoint) => number | null) => pathOf(points, (p) => ({ x: x(p.at), y: of(p) }), y);
	const line = path(({ value }) => value);
	return (
		<figure>
			<div className="relative">
				<span className="absolute top-0 left-0 bg-surface/80 pr-1 text-2xs text-ink-3 tabular-nums">{top}</span>
				<svg
					viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
					preserveAspectRatio="none"
					role="img"
					aria-label={label}
					className="h-40 w-full overflow-visible border-line border-b text-accent"
				>
					<path d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className="fill-current opacity-10" />
					<Line d={path(({ usual }) => usual)} className="stroke-ink-3" dashes="2 3" />
					<Line d={path(({ threshold }) => threshold)} className="stroke-warning" dashes="6 4" />
					<Line d={line} className="stroke-current" />
				</svg>
			</div>
			<figcaption className="mt-1 flex justify-between text-2xs text-ink-3 tabular-nums">
				<span>{from}</span>
				<span>{to}</span>
			</figcaption>
		</figure>
	);
}

export function highestOf(points: readonly ChartPoint[]): number {
	return points.reduce((most, { value, usual, threshold }) => Math.max(most, value, usual ?? 0, threshold ?? 0), 1);
}

function Line({ d, className, dashes }: { d: string; className: string; dashes?: string }) {
	return (
		<path
			d={d}
			fill="none"
			className={className}
			strokeWidth={1.5}
			strokeDasharray={dashes}
			vectorEffect="non-scaling-stroke"
		/>
	);
}

/** A line with a gap where nothing is known. */
function pathOf<P>(
	points: readonly P[],
	at: (point: P) => { x: number; y: number | null },
	y: (value: number) => number,
) {
	let drawing = false;
	return points
		.map((point) => {
			const { x, y: value } = at(point);
			const move = drawing ? 'L' : 'M';
			drawing = value !== null;
			return value === null ? '' : `${move}${x.toFixed(1)} ${y(value).toFixed(1)}`;
		})
		.join('');
}

/** How the lines of the chart are told apart. */
export function ChartLegend({ lines }: { lines: { line: 'value' | 'usual' | 'threshold'; label: string }[] }) {
	return (
		<ul className="flex flex-wrap gap-x-4 gap-y-1 text-2xs text-ink-2">
			{lines.map(({ line, label }) => (
				<li key={line} className="flex items-center gap-1.5">
					<span aria-hidden className={cn('w-4 border-t-2', LOOK[line])} />
					{label}
				</li>
			))}
		</ul>
	);
}

const LOOK = {
	value: 'border-accent',
	usual: 'border-ink-3 border-dotted',
	threshold: 'border-warning border-dashed',
} as const;
