/** Properties as they were sent, for those who know them. */
export function Json({ value }: { value: unknown }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard.
		<pre tabIndex={0} className="mt-2 overflow-x-auto rounded-md bg-subtle p-2 font-mono text-ink-2 text-xs">
			{JSON.stringify(value, null, 2)}
		</pre>
	);
}
