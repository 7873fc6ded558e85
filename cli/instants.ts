/** A length of time in words, ms rounded to the unit that reads best: `45 s`, `3 h`, `2 d`. */
export function lengthText(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	if (seconds < 90) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 90) return `${minutes} min`;
	const hours = Math.round(minutes / 60);
	return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

/** An instant in the local time zone, `2026-01-05 17:00`. */
export function localTime(iso: string): string {
	const at = new Date(iso);
	const two = (number: number) => String(number).padStart(2, "0");
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `in 3 h (2026-01-05 17:00)`, `2 d ago (…)`. */
export function relativeTime(iso: string, now: number): string {
	const ms = Date.parse(iso) - now;
	const distance = ms >= 0 ? `in ${lengthText(ms)}` : `${lengthText(-ms)} ago`;
	return `${distance} (${localTime(iso)})`;
}
