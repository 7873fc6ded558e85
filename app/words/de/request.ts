import type { LinkWords } from "../link-words.ts";

/** What the link pages say of a request, in German. */
export const request: LinkWords["request"] = {
	context: "Angaben",
	noContext: "Zu dieser Anfrage gibt es keine Angaben.",
	rawJson: "Als JSON",
	attachments: "Anhänge",
	attachmentNote:
		"Die Dateien liegen anderswo. Vergleichen Sie ihre SHA-256-Prüfsumme, bevor Sie sich darauf verlassen.",
	item: (n) => `Eintrag ${n}`,
	decisions: "Entscheidungen",
	onBehalfOf: (name) => `für ${name}`,
	earlierRound: (n) => `Runde ${n}, zählt nicht mehr`,
	outcome: {
		approved: {
			decided: "Durch Entscheidung genehmigt.",
			automatic: "Ohne Rückfrage genehmigt: Keine Stufe traf zu.",
			deadline: "Genehmigt, weil die Frist ablief und das Regelwerk es so vorsieht.",
		},
		rejected: {
			rejections: "Durch Entscheidung abgelehnt.",
			deadline: "Abgelehnt, weil die Frist abgelaufen ist.",
		},
		expired: {
			deadline: "Abgelaufen: Innerhalb der Frist hat niemand entschieden.",
			pause_deadline: "Abgelaufen: Eine Antwort kam nicht rechtzeitig.",
		},
		cancelled: { cancelled: "Zurückgezogen, bevor darüber entschieden war." },
	},
	decide: {
		title: "Ihre Entscheidung",
		comment: "Kommentar (freiwillig)",
		reason: "Grund der Ablehnung",
		commentOnly: "Nur kommentieren",
		approve: "Zustimmen",
		reject: "Ablehnen",
		confirmReject: "Anfrage ablehnen",
		back: "Zurück",
		ended: (name, state) => (name === null ? `Schon entschieden: ${state}` : `${name} war früher: ${state}`),
		endedHow: (when, where, nothing) =>
			`${when.charAt(0).toUpperCase()}${when.slice(1)}${where === null ? "" : `, ${where}`}. ${nothing}`,
		notRecorded: "Ihre Entscheidung wurde nicht festgehalten.",
		changedTitle: "Die Anfrage hat sich geändert, während Sie lasen",
		changedBody:
			"Nichts wurde festgehalten. Sehen Sie nach, was sich geändert hat, und entscheiden Sie dann.",
		unknown: "Es kam keine Antwort. Sie können noch einmal drücken: Eine Entscheidung zählt einmal.",
		signedOut: "Sie wurden abgemeldet. Melden Sie sich an, und versuchen Sie es noch einmal.",
	},
};
