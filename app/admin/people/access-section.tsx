"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";

const t = words.people;

interface Props {
	id: string;
	name: string;
	active: boolean;
	/** How many open requests ask them. */
	asking: number;
	/** Whether it is the reader. */
	me: boolean;
}

/** Ends a person's access, or gives it back, after one question that says what follows. */
export function AccessSection({ id, name, active, asking, me }: Props) {
	const router = useRouter();
	const notices = useNotices();
	const shown = inertText(name);
	const path = `/api/v1/users/${id}`;
	if (active) {
		const { action, lead, question, sessions, waiting, later, yourself, confirm, keep, done } = t.deactivate;
		return (
			<>
				<p className="mb-3 text-ink-soft">{lead}</p>
				<ConfirmButton
					action={action}
					question={question(shown)}
					confirm={confirm}
					keep={keep}
					look="danger"
					call={{ path, method: "DELETE" }}
					then={() => {
						notices.show({ tone: "done", text: done(shown) });
						router.refresh();
					}}
				>
					<p>{sessions}</p>
					<p>{waiting(asking)}</p>
					{me && <p className="font-medium text-danger-text">{yourself}</p>}
					<p>{later}</p>
				</ConfirmButton>
			</>
		);
	}
	const { action, lead, question, body, confirm, keep, done } = t.reactivate;
	return (
		<>
			<p className="mb-3 text-ink-soft">{lead}</p>
			<ConfirmButton
				action={action}
				question={question(shown)}
				confirm={confirm}
				keep={keep}
				look="primary"
				call={{ path, method: "PATCH", body: { active: true } }}
				then={() => {
					notices.show({ tone: "done", text: done(shown) });
					router.refresh();
				}}
			>
				<p>{body}</p>
			</ConfirmButton>
		</>
	);
}
