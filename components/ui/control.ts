/** What every field one writes or chooses in looks like: 16 px text on phones, or iOS zooms the page when it is focused. */
export const controlClass =
	'w-full min-w-0 rounded-md border border-control/70 bg-surface text-ink text-lg shadow-xs transition-colors sm:text-sm hover:border-control focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-ring/40 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-subtle disabled:text-ink-3 aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/40';
