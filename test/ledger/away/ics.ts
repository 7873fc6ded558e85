/** A calendar of these events, each a list of lines; what stands before them (VTIMEZONE) may be given. */
export function calendar(events: readonly string[][], before: readonly string[] = []): string {
	const lines = [
		"BEGIN:VCALENDAR",
		"VERSION:2.0",
		"PRODID:-//Test//Test//EN",
		...before,
		...events.flatMap((event) => ["BEGIN:VEVENT", ...event, "END:VEVENT"]),
		"END:VCALENDAR",
	];
	return `${lines.join("\r\n")}\r\n`;
}

/** An event that is out of office by its mark, whatever its title. */
export function away(...lines: string[]): string[] {
	const uid = lines.some((line) => line.startsWith("UID:")) ? [] : ["UID:one@test.example"];
	return [...uid, "SUMMARY:Private", "X-MICROSOFT-CDO-BUSYSTATUS:OOF", ...lines];
}
