import { expect, test } from "vitest";
import { readSettings } from "../../engine/settings.ts";

test("defaults, and a variable set to nothing counts as unset", () => {
	const settings = readSettings({ PORT: "", DATABASE_URL: "", MAIL_PORT: "" });
	expect(settings).toMatchObject({ PORT: 3000, COUNTERSIGN_DATA: ".data", mailPortGiven: false });
	expect(settings.DATABASE_URL).toBeUndefined();
	expect(readSettings({ MAIL_PORT: "3025" }).mailPortGiven).toBe(true);
});

test.each([
	[{ PORT: "70000" }, /PORT: /],
	[{ DATABASE_URL: "mysql://x" }, /DATABASE_URL: /],
	[{ TEMPORAL_ADDRESS: "http://localhost:7233" }, /TEMPORAL_ADDRESS: write host:port/],
	[{ TEMPORAL_TLS_CERT: "a.pem" }, /TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together/],
])("%o is refused, naming the variable", (env, message) => {
	expect(() => readSettings(env)).toThrow(
		expect.objectContaining({ code: "settings", message: expect.stringMatching(message) }),
	);
});
