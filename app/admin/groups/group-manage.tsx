"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { GroupView } from "../../../ledger/directory/groups.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmButton } from "../../ui/confirm-button.tsx";
import { FIELD, Field } from "../../ui/field.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";

const t = words.groups;

interface Props {
	name: string;
	title: string;
	members: number;
	/** How many policies ask it. */
	named: number;
}

/** Changes a group's title, or deletes it. */
export function GroupManage({ name, title, members, named }: Props) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const [draft, setDraft] = useState(title);
	const path = `/api/v1/groups/${name}`;
	const save = async () => {
		const saved = await sending.send<GroupView>(path, { method: "PUT", body: { title: draft } });
		if (saved === null) return;
		setDraft(saved.title);
		notices.show({ tone: "done", text: t.one.saved });
		router.refresh();
	};
	return (
		<>
			<form
				ref={sending.form}
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					if (draft !== title) void save();
				}}
				className="space-y-3"
			>
				<FormTrouble problem={sending.problem} fields={["title"]} />
				<Field label={t.one.rename} errors={sending.errorsAt("title")}>
					{(aria) => (
						<input
							{...aria}
							value={draft}
							maxLength={200}
							autoComplete="off"
							onChange={(event) => setDraft(event.target.value)}
							className={FIELD}
						/>
					)}
				</Field>
				<Button type="submit" disabled={sending.busy || draft === title}>
					{t.one.save}
				</Button>
			</form>
			<div className="mt-6 border-t border-line pt-5">
				{named > 0 && <p className="mb-3 text-xs text-ink-faint">{t.delete.inUse(named)}</p>}
				<ConfirmButton
					action={t.delete.action}
					question={t.delete.question(inertText(title))}
					confirm={t.delete.confirm}
					keep={t.delete.keep}
					look="danger"
					call={{ path, method: "DELETE" }}
					then={() => {
						notices.show({ tone: "done", text: t.delete.done(inertText(title)) });
						router.push("/admin/groups");
					}}
				>
					<p>{t.delete.body(members)}</p>
				</ConfirmButton>
			</div>
		</>
	);
}
