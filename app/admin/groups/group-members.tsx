"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { GroupView } from "../../../ledger/directory/groups.ts";
import { callApi } from "../../client/call-api.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { PersonPicker } from "../../ui/person-picker.tsx";
import { words } from "../../words/words.ts";

const t = words.groups.one;

/** Adds whoever is chosen to a group. */
export function AddMember({ group, members }: { group: string; members: readonly string[] }) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	/** Makes the field anew for the next one, with the focus in it. */
	const [added, setAdded] = useState(0);
	const area = useRef<HTMLDivElement>(null);
	const add = async (person: { id: string; name: string } | null) => {
		if (person === null) return;
		const saved = await sending.send<GroupView>(`/api/v1/groups/${group}`, {
			method: "PATCH",
			body: { add: [person.id] },
		});
		if (saved === null) return;
		notices.show({ tone: "done", text: t.added(inertText(person.name)) });
		setAdded((n) => n + 1);
		router.refresh();
		requestAnimationFrame(() => area.current?.querySelector("input")?.focus());
	};
	return (
		<div ref={area} className="max-w-md space-y-3">
			<FormTrouble problem={sending.problem} />
			<PersonPicker
				key={added}
				label={t.add}
				chosen={null}
				onChoose={(person) => void add(person)}
				without={members}
			/>
		</div>
	);
}

/** Takes one out of a group. */
export function RemoveMember({ group, person }: { group: string; person: { id: string; name: string } }) {
	const router = useRouter();
	const notices = useNotices();
	const [busy, setBusy] = useState(false);
	const name = inertText(person.name);
	const remove = async () => {
		setBusy(true);
		const answer = await callApi(`/api/v1/groups/${group}`, {
			method: "PATCH",
			body: { remove: [person.id] },
		});
		setBusy(false);
		notices.show(
			answer.ok ? { tone: "done", text: t.removed(name) } : { tone: "trouble", text: answer.problem.detail },
		);
		if (!answer.ok) return;
		// The button goes with its row: the focus stays with the list.
		document.getElementById("members")?.focus();
		router.refresh();
	};
	return (
		<Button
			look="quiet"
			disabled={busy}
			aria-label={t.removeOne(name)}
			onClick={() => void remove()}
			className="relative"
		>
			{t.remove}
		</Button>
	);
}
