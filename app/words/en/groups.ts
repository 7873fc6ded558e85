/** What the pages about groups say. */
export const groups = {
	title: "Groups",
	lead: "Policies ask groups. Who joins is asked by open requests within seconds, and who leaves is no longer.",
	search: "Name or title",
	filter: "Filter",
	clear: "Clear",
	back: "All groups",
	members: (n: number) => (n === 0 ? "No members" : n === 1 ? "1 member" : `${n} members`),
	noMembers: "Nobody is asked by policies that name it",
	next: "Next page",
	first: "First page",
	empty: {
		title: "No groups yet",
		body: "Make one and add people to it; then a policy can ask it: approvers: [{ group: finance }].",
		filteredTitle: "No group matches",
		filteredBody: "Look for a part of the name or title.",
	},
	new: {
		action: "New group",
		title: "New group",
		titleField: "Title",
		titleHint: "What people read, such as Finance leads.",
		name: "Name",
		nameHint: "What policies write: small letters, digits and dashes. It cannot be changed later.",
		submit: "Make the group",
		done: (title: string) => `The group ${title} is made.`,
	},
	one: {
		members: "Members",
		add: "Add a member",
		added: (name: string) => `${name} is in the group now.`,
		remove: "Remove",
		removeOne: (name: string) => `Remove ${name}`,
		removed: (name: string) => `${name} is no longer in the group.`,
		empty: "Nobody is in this group. Policies that ask it alone cannot be satisfied until somebody is.",
		manage: "Manage",
		rename: "Title",
		save: "Save the title",
		saved: "The title is saved.",
		named: "Policies that ask it",
		notNamed: "No policy asks this group.",
		externalId: "Id at the identity provider",
		provisioned: "An identity provider keeps this group: what is changed here, it may change back.",
	},
	delete: {
		action: "Delete the group",
		question: (title: string) => `Delete the group ${title}?`,
		body: (n: number) =>
			n === 0
				? "It has no members. This cannot be undone."
				: `Its ${n === 1 ? "1 member stays" : `${n} members stay`} in the workspace. This cannot be undone.`,
		inUse: (n: number) =>
			n === 1
				? "A policy asks it: while that is so, it cannot be deleted."
				: `${n} policies ask it: while that is so, it cannot be deleted.`,
		confirm: "Delete the group",
		keep: "Keep it",
		done: (title: string) => `The group ${title} is deleted.`,
	},
};
