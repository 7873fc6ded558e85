import type { CaughtMail, MailSummary } from "./store.ts";

/** Text as HTML text or attribute value: every character that means something there is written as an entity. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Control and bidirectional characters made visible, so that a subject cannot rearrange the line it stands in. */
function visible(text: string): string {
	return escapeHtml(
		text.replace(
			// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be shown
			/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
			(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
		),
	);
}

/** Plain text with its web addresses as links; anything but http and https stays text. */
export function linkedText(text: string): string {
	return text
		.split(/(https?:\/\/[^\s<>"'`]+)/g)
		.map((piece, index) => {
			if (index % 2 === 0) return visible(piece);
			const [, address = piece, rest = ""] = /^(.*?)([.,;:!?)\]]*)$/.exec(piece) ?? [];
			return `<a href="${escapeHtml(address)}" target="_blank" rel="noopener noreferrer">${visible(address)}</a>${visible(rest)}`;
		})
		.join("");
}

/**
 * The document for the sandboxed frame: links open in a new tab, no address of this page is told to them. The
 * mail's own `<html>` and `<head>` are merged by the parser (HTML Standard, «in head» insertion mode).
 */
export function mailDocument(html: string): string {
	return `<!doctype html><meta charset="utf-8"><base target="_blank"><meta name="referrer" content="no-referrer">${html}`;
}

/** Whether the mail says how it looks in the dark; if it does not, it is shown on white. */
function knowsDark(html: string): boolean {
	return /color-scheme/i.test(html);
}

function layout(title: string, body: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${visible(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
${body}
</body>
</html>
`;
}

function time(at: string): string {
	return `<time datetime="${at}" title="${at}">${at.slice(0, 10)} ${at.slice(11, 16)} UTC</time>`;
}

const header = `<header><a class="name" href="/">Mail catcher</a><p>Every mail that this Countersign sends ends here. Nothing leaves the machine.</p></header>`;

export function listPage(list: {
	mails: readonly MailSummary[];
	total: { count: number; changes: number };
	to: string | undefined;
}): string {
	const { mails, total, to } = list;
	const count = `${total.count} ${total.count === 1 ? "mail" : "mails"}`;
	const shown = to
		? `${mails.length} to ${visible(to)} · <a href="/">all mails</a>`
		: mails.length < total.count
			? `${count}, the newest ${mails.length} shown`
			: count;
	const empty = to
		? `<p class="empty">No mail to ${visible(to)}. <a href="/">Show all mails</a></p>`
		: `<p class="empty">No mail yet. Submit a request, and what is sent to its approvers appears here.</p>`;
	const rows = mails.map(
		(mail) => `<li><a class="row" href="/messages/${mail.id}">
<span class="subject">${visible(mail.subject || "(no subject)")}</span>
<span class="who">${visible(mail.from)} → ${visible(mail.to.join(", "))}</span>
${time(mail.at)}</a></li>`,
	);
	return layout(
		`${total.count > 0 ? `(${total.count}) ` : ""}Mail catcher`,
		`${header}
<main data-changes="${total.changes}">
<div class="bar"><h1>${shown}</h1>
${total.count > 0 ? `<form method="post" action="/clear"><button type="submit">Delete all</button></form>` : ""}</div>
<p class="news" role="status" hidden><a href="">New mail: show it</a></p>
${mails.length === 0 ? empty : `<ul class="mails">${rows.join("\n")}</ul>`}
</main>`,
	);
}

export type MailView = "html" | "text" | "source";

export function mailPage(page: { mail: CaughtMail; view: MailView; source: string }): string {
	const { mail, view, source } = page;
	const names: Record<MailView, string> = { html: "HTML", text: "Text", source: "Source" };
	const tabs = (Object.keys(names) as MailView[]).map(
		(name) =>
			`<a href="/messages/${mail.id}?view=${name}"${name === view ? ' aria-current="page"' : ""}>${names[name]}</a>`,
	);
	const recipients = mail.to
		.map((to) => `<a href="/?to=${encodeURIComponent(to)}">${visible(to)}</a>`)
		.join(", ");
	return layout(
		mail.subject || "(no subject)",
		`${header}
<main>
<p class="back"><a href="/">← All mails</a></p>
<h1 class="title">${visible(mail.subject || "(no subject)")}</h1>
<dl>
<dt>From</dt><dd>${visible(mail.from)}</dd>
<dt>To</dt><dd>${recipients}</dd>
<dt>Received</dt><dd>${time(mail.at)}</dd>
${mail.messageId ? `<dt>Message-ID</dt><dd class="id">${visible(mail.messageId)}</dd>` : ""}
</dl>
<nav aria-label="Parts of the mail">${tabs.join("")}</nav>
${shownPart(mail, view, source)}
</main>`,
	);
}

function shownPart(mail: CaughtMail, view: MailView, source: string): string {
	if (view === "source")
		return `<pre tabindex="0" aria-label="Source">${visible(source.replaceAll("\r\n", "\n"))}</pre>`;
	if (view === "text") {
		if (!mail.text) return `<p class="empty">This mail has no text part.</p>`;
		return `<pre class="text" tabindex="0" aria-label="Text">${linkedText(mail.text.replaceAll("\r\n", "\n"))}</pre>`;
	}
	if (!mail.html) return `<p class="empty">This mail has no HTML part.</p>`;
	return `<iframe class="${knowsDark(mail.html) ? "either" : "white"}" src="/messages/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" title="The mail as HTML"></iframe>`;
}

export function notFoundPage(): string {
	return layout(
		"Not here",
		`${header}<main><p class="empty">There is no such mail: it may have been deleted. <a href="/">Show all mails</a></p></main>`,
	);
}

/** Asks every two seconds whether mail came; the list then offers it, and an empty list shows it by itself. */
export const pageScript = `"use strict";
const main = document.querySelector("main[data-changes]");
if (main) {
	const news = document.querySelector(".news");
	const look = async () => {
		try {
			const { changes } = await (await fetch("/api/changes")).json();
			if (String(changes) !== main.dataset.changes) {
				if (!document.querySelector(".mails") || (scrollY === 0 && document.activeElement === document.body)) location.reload();
				else news.hidden = false;
				return;
			}
		} catch {}
		setTimeout(look, 2000);
	};
	setTimeout(look, 2000);
}
for (const time of document.querySelectorAll("time")) {
	const at = new Date(time.dateTime);
	time.textContent = at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
}
`;

export const pageStyle = `
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --line: #d9dde3; --text: #1b1f24; --soft: #57606a; --link: #0550ae; --hover: #eef2f7; }
@media (prefers-color-scheme: dark) { :root { --back: #0f1216; --card: #171b21; --line: #2d343d; --text: #e6e9ed; --soft: #9aa5b1; --link: #7db7ff; --hover: #1e242c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
header, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; padding-top: 1.25rem; padding-bottom: .75rem; }
header p { margin: 0; color: var(--soft); font-size: .9rem; }
.name { font-weight: 650; font-size: 1.1rem; color: inherit; text-decoration: none; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 3rem; }
h1 { font-size: 1rem; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
h1.title { font-size: 1.35rem; line-height: 1.3; margin: .25rem 0 .75rem; }
button { font: inherit; min-height: 2rem; padding: .2rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--card); color: var(--text); cursor: pointer; }
button:hover, .row:hover { background: var(--hover); }
.mails { list-style: none; margin: 0; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.row { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .7rem 1rem; color: inherit; text-decoration: none; }
.row:focus-visible { outline-offset: -2px; }
.subject { font-weight: 600; min-width: 0; overflow-wrap: anywhere; }
.who { grid-row: 2; color: var(--soft); font-size: .9rem; min-width: 0; overflow-wrap: anywhere; }
time { color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.row time { grid-column: 2; grid-row: 1; white-space: nowrap; }
.empty { background: var(--card); border: 1px dashed var(--line); border-radius: 10px; padding: 2.5rem 1rem; text-align: center; color: var(--soft); }
.news { margin: 0 0 .75rem; }
.back { margin: 0; padding: .25rem 0; }
.back a { display: inline-block; min-height: 24px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.id { font: .85rem/1.7 ui-monospace, monospace; }
nav { display: flex; gap: .25rem; margin-bottom: .75rem; }
nav a { padding: .3rem .9rem; border-radius: 6px; color: var(--soft); text-decoration: none; }
nav a:hover { background: var(--hover); }
nav a[aria-current] { background: var(--card); color: var(--text); box-shadow: inset 0 0 0 1px var(--line); }
iframe, pre { width: 100%; border: 1px solid var(--line); border-radius: 10px; margin: 0 0 2rem; }
iframe { display: block; height: max(24rem, calc(100vh - 20rem)); resize: vertical; }
iframe.white { background: #fff; color-scheme: light; }
iframe.either { background: var(--card); }
pre { background: var(--card); padding: 1rem; overflow-x: auto; font: .85rem/1.55 ui-monospace, monospace; }
pre.text { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 34rem) { .row { grid-template-columns: 1fr; } .row time { grid-column: 1; grid-row: 3; } header, main { padding-left: .75rem; padding-right: .75rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .4rem; } }
`;
