"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";

const t = words.workingTime.delete;

/** Deletes a calendar or rota after one question. */
export function DeleteDocument({
	what,
	name,
	named,
}: {
	what: "calendar" | "rota";
	name: string;
	named: number;
}) {
	const router = useRouter();
	const notices = useNotices();
	return (
		<>
			{named > 0 && <p className="mb-3 text-xs text-ink-faint">{t.inUse(named)}</p>}
			<ConfirmButton
				action={t[what]}
				question={t.question(name)}
				confirm={t[what]}
				keep={t.keep}
				look="danger"
				call={{ path: `/api/v1/${what === "calendar" ? "calendars" : "rotas"}/${name}`, method: "DELETE" }}
				then={() => {
					notices.show({ tone: "done", text: t.done(name) });
					router.push("/admin/working-time");
				}}
			>
				<p>{t.body}</p>
			</ConfirmButton>
		</>
	);
}
