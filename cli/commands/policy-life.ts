import { EXIT } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { plain } from "../terminal.ts";

/** No new request can be made with the policy. */
export async function policyRetire(session: Session, name: string): Promise<number> {
	const policy = await session.client().policies.retire(name);
	session.answer(
		policy,
		() => `Policy ${policy.name} is retired: no new request can be made with it; those that are open go on.`,
	);
	return EXIT.done;
}

/** Takes a retirement back. */
export async function policyRestore(session: Session, name: string): Promise<number> {
	const policy = await session.client().policies.restore(name);
	session.answer(policy, () => `Policy ${policy.name} takes new requests, under version ${policy.version}.`);
	return EXIT.done;
}

/** Deletes a policy that was never used. */
export async function policyDelete(session: Session, name: string): Promise<number> {
	const answer = await session.client().policies.delete(name);
	session.answer(answer, () => `Policy ${answer.name} is deleted.`);
	return EXIT.done;
}

/** Lists the policies, the retired ones apart. */
export async function policyList(session: Session): Promise<number> {
	const page = await session.client().policies.list();
	const line = ({ name, version, title }: (typeof page.items)[number]) =>
		`${name}  version ${version}  ${plain(title)}`;
	session.answer(page, () => {
		const used = page.items.filter(({ retiredAt }) => retiredAt === null).map(line);
		const retired = page.items.filter(({ retiredAt }) => retiredAt !== null).map(line);
		if (used.length + retired.length === 0) return "There are no policies.";
		return [...used, ...(retired.length === 0 ? [] : ["Retired:", ...retired])].join("\n");
	});
	return EXIT.done;
}
