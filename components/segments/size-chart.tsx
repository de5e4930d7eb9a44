type Point = { at: number; size: number };

const [WIDTH, HEIGHT] = [600, 96];
/** A shorter time is a flat block, which says nothing. */
const SHORTEST_MS = 2 * 3_600_000;

/** A size over time as a line on its area, from nought; `label` is what a screen reader says of it. */
export function SizeChart({ points, label }: { points: Point[]; label: string }) {
	const [first, last] = [points[0], points.at(-1)];
	if (!first || !last || last.at - first.at < SHORTEST_MS) return null;
	const top = Math.max(1, ...points.map(({ size }) => size));
	const x = (at: number) => ((at - first.at) / (last.at - first.at)) * WIDTH;
	const y = (size: number) => HEIGHT - 4 - (size / top) * (HEIGHT - 12);
	const line = points
		.map(({ at, size }, i) => `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(size).toFixed(1)}`)
		.join('');
	return (
		<svg
			viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
			preserveAspectRatio="none"
			role="img"
			aria-label={label}
			className="h-24 w-full text-accent"
		>
			<path d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className="fill-current opacity-10" />
			<path d={line} fill="none" className="stroke-current" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
		</svg>
	);
}
