import { expect, test } from "vitest";
import { parseSmtpUrl } from "../../emails/smtp-url.ts";

test("reads server, port and who signs in", () => {
	expect(parseSmtpUrl("smtp://127.0.0.1:1025")).toMatchObject({
		host: "127.0.0.1",
		port: 1025,
		secure: false,
		requireTLS: false,
		tls: { rejectUnauthorized: true },
	});
	expect(parseSmtpUrl("smtps://ana%40example.com:p%25ss%2F@mail.example.com")).toMatchObject({
		host: "mail.example.com",
		port: 465,
		secure: true,
		auth: { user: "ana@example.com", pass: "p%ss/" },
	});
	expect(parseSmtpUrl("smtp://mail.example.com")).not.toHaveProperty("auth");
	expect(parseSmtpUrl("smtp://[::1]:25").host).toBe("::1");
});

test("a password goes over the wire only with TLS, unless the server is here or the address says so", () => {
	expect(parseSmtpUrl("smtp://u:p@mail.example.com").requireTLS).toBe(true);
	expect(parseSmtpUrl("smtp://u:p@127.0.0.1").requireTLS).toBe(false);
	expect(parseSmtpUrl("smtp://u:p@mail.example.com?requireTLS=false").requireTLS).toBe(false);
	expect(parseSmtpUrl("smtp://mail.example.com?requireTLS=true").requireTLS).toBe(true);
});

test.each([
	["mail.example.com:25", /write smtp:/],
	["http://mail.example.com", /write smtp:/],
	["smtp://u:secret@mail.example.com?requiretls=true", /unknown option requiretls/],
	["smtp://u:secret@mail.example.com?requireTLS=yes", /neither true nor false/],
	["smtps://u:secret@mail.example.com?ignoreTLS=true", /leave ignoreTLS out/],
	["smtp://u:secret%zz@mail.example.com", /write %25/],
])("%s is refused with what to write, without its password", (url, message) => {
	expect(() => parseSmtpUrl(url)).toThrow(message);
	try {
		parseSmtpUrl(url);
	} catch (error) {
		expect(String(error)).not.toContain("secret");
	}
});
