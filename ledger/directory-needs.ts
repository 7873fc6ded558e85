import type { ApproverSource, Policy } from "../policy/document.ts";

/** What of a directory a policy looks at. */
export interface DirectoryNeeds {
	/** Names of groups. */
	groups: ReadonlySet<string>;
	/** Lower case. */
	emails: ReadonlySet<string>;
	/** Names of rotas. */
	rotas: ReadonlySet<string>;
	/** How many levels above the requester; 0 where it looks at no manager. */
	managerLevels: number;
	/** Conditions may ask for the requester's groups. */
	hasConditions: boolean;
}

const known = new WeakMap<Policy, DirectoryNeeds>();

/** What a policy looks at: worked out once a policy. */
export function needsOf(policy: Policy): DirectoryNeeds {
	let needs = known.get(policy);
	if (needs === undefined) {
		needs = workOut(policy);
		known.set(policy, needs);
	}
	return needs;
}

function workOut(policy: Policy): DirectoryNeeds {
	const sources: ApproverSource[] = policy.stages.flatMap((stage) => [
		...stage.approvers,
		...stage.escalate.flatMap((step) => step.to),
	]);
	return {
		groups: new Set(sources.flatMap((source) => ("group" in source ? [source.group] : []))),
		emails: new Set(sources.flatMap((source) => ("user" in source ? [source.user.toLowerCase()] : []))),
		rotas: new Set(sources.flatMap((source) => ("oncall" in source ? [source.oncall] : []))),
		managerLevels: Math.max(0, ...sources.map((source) => ("manager" in source ? source.manager : 0))),
		hasConditions: policy.stages.some(({ when }) => when !== null),
	};
}
