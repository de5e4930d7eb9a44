const [WIDTH, HEIGHT] = [96, 24];

/** How a value went, as small as a word; the figures are beside it. */
export function Sparkline({ values }: { values: number[] }) {
	const top = Math.max(1, ...values);
	const step = WIDTH / Math.max(1, values.length - 1);
	const line = values
		.map(
			(value, i) =>
				`${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${(HEIGHT - 1 - (Math.max(0, value) / top) * (HEIGHT - 2)).toFixed(1)}`,
		)
		.join('');
	return (
		<svg
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			preserveAspectRatio="none"
			aria-hidden
			className="h-6 w-24 shrink-0 overflow-visible text-accent"
		>
			<path d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className="fill-current opacity-10" />
			<path d={line} fill="none" className="stroke-current" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
		</svg>
	);
}
