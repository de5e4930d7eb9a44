const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long somebody was at a step, as an ISO 8601 duration in at most two units: enough for people. `ms` in milliseconds. */
export function stayOf(ms: number): string {
	if (ms < MINUTE) return `PT${Math.max(0, Math.round(ms / SECOND))}S`;
	if (ms < HOUR) return `PT${Math.floor(ms / MINUTE)}M`;
	if (ms < DAY) return `PT${Math.floor(ms / HOUR)}H${Math.floor((ms % HOUR) / MINUTE)}M`;
	return `P${Math.floor(ms / DAY)}DT${Math.floor((ms % DAY) / HOUR)}H`;
}
