import type { LinkWords } from "../link-words.ts";

/** Small words of the link pages, in German. */
export const common: LinkWords["common"] = {
	locale: "de-DE",
	states: {
		open: "Offen",
		changes_requested: "Zur Änderung zurückgegeben",
		question: "Rückfrage gestellt",
		approved: "Genehmigt",
		rejected: "Abgelehnt",
		expired: "Abgelaufen",
		cancelled: "Zurückgezogen",
	},
	verdicts: { approve: "hat zugestimmt", reject: "hat abgelehnt" },
	channels: {
		web: "im Posteingang",
		slack: "in Slack",
		email: "über einen Link per E-Mail",
		api: "über die API",
	},
	assurances: {
		session: "angemeldet",
		api_key: "mit einem API-Schlüssel",
		email_link: "mit dem Link allein",
		email_code: "mit dem Link und einem Code per E-Mail",
		slack: "als verbundene Person in Slack",
	},
	somebody: "Jemand",
	system: "Countersign",
	yes: "Ja",
	no: "Nein",
	none: "–",
	due: {
		none: "Keine Frist",
		in: (left) => `Noch ${left}`,
		now: "Jetzt fällig",
		passed: "Frist abgelaufen",
	},
	ago: (span) => `vor ${span}`,
	justNow: "gerade eben",
	shortUnits: { s: "s", m: "min", h: "Std.", d: "T." },
};
