/** A time that a clock on the wall shows, `00:00` to `23:59`. */
const WALL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

export function isWallTime(text: unknown): text is string {
	return typeof text === "string" && WALL_TIME.test(text);
}

/** `07:30` as ms since midnight. Expects what `isWallTime` holds for. */
export function msOfWallTime(text: string): number {
	const [hours = 0, minutes = 0] = text.split(":").map(Number);
	return (hours * 60 + minutes) * 60_000;
}
