/** What names a message: with the same three, it is the same message sent again. */
export interface MessageKey {
	requestId: string;
	deliveryId: string;
	/** What the delivery should show, counted by the ledger. */
	wanted: number;
}

export interface ThreadHeaders {
	messageId: string;
	inReplyTo: string;
	references: string;
	headers: Record<string, string>;
}

/**
 * Headers (RFC 5322, section 3.6.4) that group all mails about one request: each answers to an id made of the
 * request's, which stands for the thread and is the id of no mail. The Message-ID is made of the delivery and
 * what it shows, so a mail sent twice has it twice, and `X-Countersign-Delivery` repeats it for servers that
 * replace Message-IDs. `Auto-Submitted` is RFC 3834's, `X-Auto-Response-Suppress` Exchange's: no out-of-office
 * answers.
 * @param publicHost host name, with or without a port, of the public address
 */
export function threadHeaders(key: MessageKey, publicHost: string): ThreadHeaders {
	const host = idHost(publicHost);
	const delivery = `${idPart("deliveryId", key.deliveryId)}.${idPart("wanted", String(key.wanted))}`;
	const thread = `<${idPart("requestId", key.requestId)}@${host}>`;
	return {
		messageId: `<${delivery}@${host}>`,
		inReplyTo: thread,
		references: thread,
		headers: {
			"Auto-Submitted": "auto-generated",
			"X-Auto-Response-Suppress": "All",
			"X-Countersign-Delivery": delivery,
		},
	};
}

/** The right side of a Message-ID: a host name, or an address in brackets. */
function idHost(publicHost: string): string {
	let host: string;
	try {
		host = new URL(`http://${publicHost}`).hostname;
	} catch {
		host = "";
	}
	if (/^\[[0-9a-f:.]+\]$/i.test(host)) return `[IPv6:${host.slice(1, -1)}]`;
	if (/^\d+(\.\d+){3}$/.test(host)) return `[${host}]`;
	if (/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(host)) return host;
	throw new TypeError(
		`publicHost: ${JSON.stringify(publicHost)} is no host: write one such as approvals.example.com`,
	);
}

function idPart(name: string, value: string): string {
	if (!/^[A-Za-z0-9-]{1,64}$/.test(value))
		throw new TypeError(`${name}: ids have letters, digits and hyphens only`);
	return value;
}
