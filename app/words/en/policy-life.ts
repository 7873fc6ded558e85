/** What the pages say about retiring and deleting policies. */
export const policyLife = {
	retired: "Retired",
	retiredLead: "No new request can be made with these. Those that are open go on.",
	retiredSince: "This policy is retired: no new request can be made with it.",
	manage: "Manage",
	keep: "Keep it as it is",
	retire: {
		action: "Retire",
		question: "Retire this policy?",
		body: (open: number) =>
			`From now on no new request can be made with it: programs that try are refused. ${
				open === 0
					? "None of its requests is open."
					: open === 1
						? "The one request that is open goes on to its outcome."
						: `The ${open} requests that are open go on to their outcomes.`
			} You can restore it at any time.`,
		confirm: "Retire the policy",
		done: "The policy is retired.",
	},
	restore: {
		action: "Restore",
		question: "Restore this policy?",
		body: (version: number) => `New requests can be made with it again, under version ${version}.`,
		confirm: "Restore the policy",
		done: "The policy takes new requests again.",
	},
	delete: {
		action: "Delete",
		question: "Delete this policy?",
		body: "No request was ever made with it. It goes from every list and its name becomes free; what was pushed stays in the audit trail. This cannot be undone.",
		confirm: "Delete the policy",
		done: "The policy is deleted.",
		inUse: "Requests were made with this policy, so it cannot be deleted, only retired.",
	},
};

/** What the comparison of two versions says. */
export const policyDiff = {
	title: "What changed",
	compare: "Compare versions",
	from: "From",
	to: "To",
	show: "Compare",
	back: "The policy",
	same: "These two versions say the same.",
	unordered: "The second version is the older one.",
	count: (n: number) => (n === 1 ? "1 difference" : `${n} differences`),
	kinds: {
		added: "Added",
		removed: "Removed",
		changed: "Changed",
		reordered: "Other order",
	} as Record<string, string>,
	before: "Before",
	after: "After",
	whole: "The policy",
	stage: (name: string) => `Stage ${name}`,
};
