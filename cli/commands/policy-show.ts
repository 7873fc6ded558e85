import { stringify } from "yaml";
import { wholeNumber } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Session } from "../session.ts";
import { note } from "../terminal.ts";

/** Shows a policy's document as YAML, ready to be changed and pushed. */
export async function policyShow(
	session: Session,
	name: string,
	options: { version?: string },
): Promise<number> {
	const { version } = options;
	const policy = await session
		.client()
		.policies.get(
			name,
			version === undefined ? {} : { version: wholeNumber("--version", version, 1, 2_147_483_647) },
		);
	if (!session.json) {
		const older = policy.current ? "" : " (new requests get a later one)";
		note(`Policy ${policy.name}, version ${policy.version}${older}, ${policy.createdAt}`);
	}
	session.answer(policy, () => stringify(policy.document).trimEnd());
	return EXIT.done;
}
