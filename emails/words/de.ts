import type { MailWords } from "./en.ts";

/** What mails say, in German. */
export const de: MailWords = {
	lang: "de",
	locale: "de-DE",
	clock: (day, time) => `${day}, ${time} Uhr`,
	somebody: "jemand",
	untitled: "Anfrage ohne Titel",
	yes: "ja",
	no: "nein",
	and: "Und",
	moreFields: (n) =>
		n === 1 ? "1 weitere Angabe auf der Seite der Anfrage" : `${n} weitere Angaben auf der Seite der Anfrage`,
	others: (n) => (n === 1 ? "1 weitere Person" : `${n} weitere`),
	stageOf: (n, count, name) => `Stufe ${n} von ${count}: ${name}`,
	writes: (name) => `${name} schreibt`,
	by: (subject, due) => `${subject}, bis ${due}`,
	notClickable: "Falls die Schaltfläche nicht reagiert, öffnen Sie diese Adresse:",
	deadline: {
		decideBy: "Zu entscheiden bis",
		due: "Fällig",
		wasDue: "War fällig",
		cancel: "Entscheidet bis dahin niemand, läuft die Anfrage ab.",
		reject: "Entscheidet bis dahin niemand, gilt die Anfrage als abgelehnt.",
		approve: "Entscheidet bis dahin niemand, gilt diese Stufe als genehmigt.",
	},
	asked: {
		subject: {
			asked: "Bitte entscheiden",
			reminded: "Erinnerung",
			escalated: "Nun sind Sie gefragt",
			answered: "Beantwortet",
		},
		badge: {
			answered: "Beantwortet",
			reminded: (n) => (n === null ? "Erinnerung" : `${n}. Erinnerung`),
			escalated: "Nun sind Sie gefragt",
		},
		asks: (who) => `${who} bittet Sie um eine Entscheidung.`,
		asksFor: (who, absent) => `${who} bittet Sie um eine Entscheidung anstelle von ${absent} (abwesend).`,
		passedOn: (who, by) =>
			`${by} hat dies an Sie weitergegeben: ${who} bittet um eine Entscheidung, und nun entscheiden Sie.`,
		answered: (who) =>
			`${who} hat die Rückfrage beantwortet. Die Frist läuft weiter, und Ihre Entscheidung fehlt noch.`,
		reminded: (who) => `${who} hat Sie um eine Entscheidung gebeten. Sie steht noch aus.`,
		escalated: (groups, since, instead, who) =>
			`${groups === null ? "Bisher" : `In ${groups}`} hat ${since === null ? "noch niemand" : `seit ${since} niemand`} entschieden. Deshalb sind ${instead ? "nun Sie" : "auch Sie"} gefragt. ${who} wartet darauf.`,
		previewAnswered: (who) => `${who} hat die Rückfrage beantwortet. Nun fehlt Ihre Entscheidung.`,
		previewDue: (fromNow) => `Die Frist endet ${fromNow}.`,
		answers: (who) => `${who} antwortet`,
		whyDelegate: (absent, until) =>
			`Sie erhalten diese E-Mail, weil Sie ${absent} vertreten${until === null ? "" : `, abwesend bis ${until}`}.`,
		whyPassedOn: (by) => `Sie erhalten diese E-Mail, weil ${by} die Anfrage an Sie weitergegeben hat.`,
		whyAsked: (policy) =>
			`Sie erhalten diese E-Mail, weil Sie nach dem Regelwerk „${policy}“ mitentscheiden.`,
		whyReminded: (policy, n) =>
			`Sie erhalten diese E-Mail, weil Sie nach dem Regelwerk „${policy}“ mitentscheiden und bis zur Entscheidung erinnert werden${n === null ? "" : `; dies ist die ${n}. Erinnerung`}.`,
		whyEscalated: (policy) =>
			`Sie erhalten diese E-Mail, weil das Regelwerk „${policy}“ Sie hinzuzieht, wenn die Zeit knapp wird.`,
		alsoAsked: (names) => `Ebenfalls gefragt: ${names}.`,
		forYou: "Der Link gilt nur für Sie: Bitte leiten Sie diese E-Mail nicht weiter.",
		action: "Ansehen und entscheiden",
	},
	waits: {
		subject: { question: "Rückfrage", sent_back: "Bitte ändern" },
		opening: {
			question: (who) => `${who} hat vor der Entscheidung eine Frage zu Ihrer Anfrage.`,
			sent_back: (who) => `${who} hat Ihnen Ihre Anfrage zur Änderung zurückgegeben.`,
		},
		still: {
			question: "Bis zu Ihrer Antwort steht die Frist still.",
			sent_back: "Die Frist steht still, bis Sie die Anfrage erneut einreichen.",
		},
		label: { question: "Antwort bis", sent_back: "Erneut einreichen bis" },
		says: { question: (who) => `${who} fragt`, sent_back: (who) => `${who} schreibt` },
		expires: "Danach läuft die Anfrage ab.",
		action: { question: "Antworten", sent_back: "Ändern und erneut einreichen" },
		note: {
			question:
				"Sie erhalten diese E-Mail, weil es Ihre Anfrage ist. Nach Ihrer Antwort geht es weiter; bisherige Entscheidungen bleiben bestehen.",
			sent_back:
				"Sie erhalten diese E-Mail, weil es Ihre Anfrage ist. Mit dem erneuten Einreichen beginnt sie von vorn; bisherige Entscheidungen zählen dann nicht mehr.",
		},
	},
	outcome: {
		word: { approved: "Genehmigt", rejected: "Abgelehnt", expired: "Abgelaufen", cancelled: "Zurückgezogen" },
		ended: (when) => `Abgeschlossen am ${when}.`,
		approvedBy: (names) => `Ihre Anfrage wurde genehmigt von ${names}.`,
		approved: "Ihre Anfrage wurde genehmigt.",
		approvedAutomatic: "Ohne Rückfrage genehmigt: Keine Stufe des Regelwerks traf zu.",
		approvedDeadline:
			"Genehmigt: Niemand hat rechtzeitig entschieden; für diesen Fall sieht das Regelwerk die Genehmigung vor.",
		approvedPartly: (names) =>
			`Genehmigt mit Zustimmung von ${names}; für den Rest lief die Frist ab, und für diesen Fall sieht das Regelwerk die Genehmigung vor.`,
		rejectedBy: (names) => `Ihre Anfrage wurde abgelehnt von ${names}.`,
		rejected: "Ihre Anfrage wurde abgelehnt.",
		rejectedDeadline:
			"Abgelehnt: Es wurde nicht rechtzeitig entschieden; für diesen Fall sieht das Regelwerk die Ablehnung vor.",
		expired: "Über Ihre Anfrage wurde nicht rechtzeitig entschieden; sie ist abgelaufen.",
		expiredPause: "Ihre Anfrage ist abgelaufen: Sie wartete auf Sie, und die Zeit dafür ist um.",
		withdrawn: "Ihre Anfrage wurde zurückgezogen.",
		withdrawnOpen: "Ihre Anfrage wurde zurückgezogen, bevor darüber entschieden war.",
		decided: { approve: (who) => `${who} hat zugestimmt`, reject: (who) => `${who} hat abgelehnt` },
		decidedFor: (who, absent) => `${who} (für ${absent})`,
		channel: {
			web: "im Posteingang",
			email: "über einen Link per E-Mail",
			slack: "in Slack",
			api: "über die API",
		},
		action: "Anfrage ansehen",
		why: "Sie erhalten diese E-Mail, weil es Ihre Anfrage ist.",
	},
	stuck: {
		word: "Blockiert",
		failedWord: "Bedingung fehlerhaft",
		preview: "Zu wenige können darüber entscheiden. Die Administration muss eingreifen.",
		failedPreview: "Die Bedingung einer Stufe ließ sich nicht auswerten. Bitte sehen Sie nach.",
		tooFew: "Es können nicht mehr genug Personen entscheiden, um diese Stufe zu erfüllen.",
		failed: (stage, why) =>
			`Die Bedingung ${stage === null ? "einer Stufe" : `der Stufe „${stage}“`} ließ sich nicht auswerten: ${why}. Die Stufe wird deshalb nicht übersprungen, und wer dort entscheidet, wird gefragt.`,
		failures: {
			no_such_field: "Sie liest ein Feld, das die Anfrage nicht hat",
			wrong_type: "Ein Wert hat einen anderen Typ, als sie erwartet",
			too_costly: "Sie dauert zu lange",
			not_boolean: "Ihr Ergebnis ist weder wahr noch falsch",
			failed: "Die Auswertung ist gescheitert",
		},
		askedBy: "Angefragt von",
		rejects: "Ändert sich bis dahin nichts, gilt die Anfrage als abgelehnt.",
		expires: "Ändert sich bis dahin nichts, läuft die Anfrage ab.",
		action: "Nachsehen, was fehlt",
		failedAction: "Anfrage ansehen",
		helps:
			"Das hilft: die Anfrage weitergeben, jemanden in die gefragte Gruppe aufnehmen oder sie zurückziehen.",
		failedHelps:
			"Das hilft: die Bedingung berichtigen und das Regelwerk neu veröffentlichen. Diese Anfrage behält die Fassung, mit der sie begonnen hat.",
		why: "Sie erhalten diese E-Mail, weil Sie diesen Arbeitsbereich verwalten.",
	},
	code: {
		minutes: (n) => (n === 1 ? "1 Minute" : `${n} Minuten`),
		subject: (title, minutes) => `Ihr Code für: ${title}, gültig ${minutes}`,
		preview: (minutes) => `Der angeforderte Code ist ${minutes} gültig.`,
		badge: "Einmalcode",
		opening: (minutes) =>
			`Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben. Er gilt einmal und ${minutes} lang.`,
		why: "Sie erhalten diese E-Mail, weil mit einem Link aus einer E-Mail an Sie ein Code angefordert wurde. Waren Sie das nicht, brauchen Sie nichts zu tun: Ohne den Code wird nichts entschieden.",
		neverAsked: "Niemand von Countersign fragt Sie je nach diesem Code.",
	},
	linkUsed: {
		subject: (title) => `Ihr Link wurde von jemand anderem benutzt: ${title}`,
		badge: "Link benutzt",
		opening: (who) =>
			`${who === null ? "Jemand mit einer anderen Anmeldung" : `${who} (angemeldet)`} hat den Link geöffnet, der Ihnen per E-Mail zuging, und wollte damit entscheiden. Das wurde abgewiesen; nichts wurde entschieden.`,
		forwarded:
			"Haben Sie die E-Mail weitergeleitet? Dann lassen Sie Ihren Platz stattdessen weitergeben: Ihr Link entscheidet in Ihrem Namen.",
		notForwarded:
			"Falls nicht, sagen Sie der Administration Bescheid: Womöglich liest jemand Ihre E-Mails mit.",
		why: "Sie erhalten diese E-Mail, weil der Link nur für Sie bestimmt ist.",
		action: "Anfrage ansehen",
	},
	digest: {
		subject: (waiting, ended) => {
			const asked = waiting === 1 ? "1 Anfrage wartet auf Sie" : `${waiting} Anfragen warten auf Sie`;
			const over = ended === 1 ? "1 eigene ist abgeschlossen" : `${ended} eigene sind abgeschlossen`;
			return waiting === 0 ? over : ended === 0 ? asked : `${asked}, ${over}`;
		},
		badge: "Übersicht",
		place: "Neu seit der letzten Übersicht",
		title: "Ihre Anfragen heute",
		waiting: "Wartet auf Sie",
		ended: "Ihre eigenen Anfragen, die abgeschlossen sind",
		asks: (who) => `${who} bittet Sie um eine Entscheidung.`,
		dueBy: (when, fromNow) => `Zu entscheiden bis ${when}, ${fromNow}.`,
		forYou: "Die Links gelten nur für Sie: Bitte leiten Sie diese E-Mail nicht weiter.",
		why: (at) => `Sie erhalten diese E-Mail, weil Sie eine Übersicht am Tag gewählt haben, um ${at} Uhr.`,
		change: "Einstellungen",
	},
};
