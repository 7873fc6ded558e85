import type { Words } from "../words.ts";

/** What the page behind an emailed link says, in German. */
export const link: Words["link"] = {
	title: "Anfrage ansehen",
	loading: "Die Anfrage wird geladen …",
	for: (name) => `Dieser Link ging an ${name}.`,
	noToken: {
		title: "Diese Adresse ist nicht der ganze Link",
		body: "Es fehlt der Teil nach dem #, den manche Programme abschneiden. Öffnen Sie den Link in der E-Mail noch einmal, oder melden Sie sich an: Sie finden die Anfrage in Ihrem Posteingang.",
	},
	notValid: {
		title: "Dieser Link ist nicht gültig",
		body: "Öffnen Sie die neueste E-Mail zu dieser Anfrage, oder melden Sie sich an: Sie finden sie in Ihrem Posteingang.",
	},
	offline: { title: "Die Anfrage konnte nicht geladen werden" },
	signIn: "Anmelden",
	toInbox: "Im Posteingang öffnen",
	dead: {
		closed: "Diese Anfrage ist abgeschlossen",
		decided: "Dieser Link wurde bereits benutzt",
		reassigned: "Nun ist jemand anderes gefragt",
		expired: "Dieser Link ist zu alt",
		inactive: "Dieser Link gilt nicht mehr",
	},
	deadBody: {
		closed: "Es ist nichts mehr zu entscheiden.",
		decided: "Ihre Entscheidung ist festgehalten. Mit einem Link entscheiden Sie einmal.",
		reassigned: "Die Anfrage wartet nicht mehr auf Sie.",
		expired: "Falls die Anfrage noch auf Sie wartet, können Sie im Posteingang entscheiden.",
		inactive: "Wenden Sie sich an die Administration Ihres Arbeitsbereichs.",
	},
	became: (state) => `Stand der Anfrage: ${state}.`,
	code: {
		why: (email) =>
			`Damit sicher ist, dass Sie es sind, senden wir Ihnen einen Code aus sechs Ziffern an ${email}.`,
		send: "Code anfordern",
		sending: "Wird gesendet …",
		sent: (minutes) => `Ein Code ist unterwegs. Er gilt ${minutes} Minuten.`,
		again: "Neuen Code anfordern",
		field: "Code aus der E-Mail",
		missing: "Geben Sie zuerst die sechs Ziffern aus der E-Mail ein.",
	},
	session: {
		why: "Diese Anfrage ist mit hohem Risiko verbunden: Für die Entscheidung darf Ihre Anmeldung höchstens 15 Minuten alt sein.",
	},
	done: {
		approve: {
			title: "Zugestimmt",
			body: "Ihre Zustimmung ist festgehalten. Sie können diese Seite schließen.",
		},
		reject: {
			title: "Abgelehnt",
			body: "Ihre Ablehnung ist festgehalten. Sie können diese Seite schließen.",
		},
	},
	noScript: "Diese Seite braucht JavaScript, um Ihren Link zu lesen, ohne ihn irgendwohin zu senden.",
	refused: {
		offline: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.",
		internal: "Da ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.",
		unavailable: "Das geht gerade nicht. Versuchen Sie es gleich noch einmal.",
		invalid: "Das geht so nicht. Prüfen Sie Ihre Eingabe.",
		too_large: "Der Kommentar ist zu lang.",
		comment_required: "Bei dieser Anfrage ist ein Kommentar nötig.",
		own_request: "Über die eigene Anfrage dürfen Sie nicht entscheiden.",
		already_decided: "Von Ihnen liegt schon eine Entscheidung vor.",
		duplicate_person: "Sie haben schon eine andere Stufe entschieden: Jede Stufe braucht jemand anderen.",
		late: "Zu spät: Die Frist ist abgelaufen.",
		closed: "Hier ist nichts mehr zu entscheiden.",
		paused: "Die Anfrage wartet auf die anfragende Person. Bis dahin ist nichts zu entscheiden.",
		not_eligible:
			"Mit diesem Link können Sie hier nicht entscheiden: Er ging an jemand anderen, oder Sie sind nicht mehr gefragt.",
		step_up_required:
			"Der Code stimmt nicht oder gilt nicht mehr, oder Ihre Anmeldung ist zu alt. Fordern Sie einen neuen Code an, oder melden Sie sich neu an.",
		rate_limited: "Das war zu oft. Melden Sie sich an, um zu entscheiden.",
		not_found: "Dieser Link ist nicht gültig.",
	},
};
