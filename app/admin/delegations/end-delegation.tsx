"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";

const t = words.delegations.end;

/** Ends a delegation, after one question. */
export function EndDelegation({
	id,
	from,
	to,
	begun,
}: {
	id: string;
	from: string;
	to: string;
	begun: boolean;
}) {
	const router = useRouter();
	const notices = useNotices();
	const [away, decides] = [inertText(from), inertText(to)];
	return (
		<ConfirmButton
			action={t.action}
			label={t.actionOf(away, decides)}
			question={t.question}
			confirm={t.confirm}
			keep={t.keep}
			look="danger"
			call={{ path: `/api/v1/delegations/${id}`, method: "DELETE" }}
			then={() => {
				notices.show({ tone: "done", text: t.done });
				router.refresh();
			}}
		>
			<p>{begun ? t.begun(away, decides) : t.notBegun(away)}</p>
		</ConfirmButton>
	);
}
