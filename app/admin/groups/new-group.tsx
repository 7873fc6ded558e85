"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { GroupView } from "../../../ledger/directory/groups.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FIELD, Field } from "../../ui/field.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { useNotices } from "../../ui/notices.tsx";
import { words } from "../../words/words.ts";
import { groupNameFor } from "./group-name.ts";

const t = words.groups.new;

/** Makes a group. Its name follows the title until somebody writes one. */
export function NewGroup() {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const dialog = useRef<HTMLDialogElement>(null);
	const [title, setTitle] = useState("");
	const [ownName, setOwnName] = useState<string | null>(null);
	const name = ownName ?? groupNameFor(title);
	const make = async () => {
		const body = { name, ...(title.trim() === "" ? {} : { title }) };
		const group = await sending.send<GroupView>("/api/v1/groups", { method: "POST", body });
		if (group === null) return;
		dialog.current?.close();
		notices.show({ tone: "done", text: t.done(inertText(group.title)) });
		router.push(`/admin/groups/${group.name}`);
	};
	return (
		<>
			<Button look="primary" onClick={() => dialog.current?.showModal()}>
				{t.action}
			</Button>
			<Dialog ref={dialog} title={t.title}>
				<form
					ref={sending.form}
					noValidate
					onSubmit={(event) => {
						event.preventDefault();
						void make();
					}}
					className="mt-4 space-y-4"
				>
					<FormTrouble problem={sending.problem} fields={["name", "title"]} />
					<Field label={t.titleField} hint={t.titleHint} errors={sending.errorsAt("title")}>
						{(aria) => (
							<input
								{...aria}
								value={title}
								maxLength={200}
								autoComplete="off"
								onChange={(event) => setTitle(event.target.value)}
								className={FIELD}
							/>
						)}
					</Field>
					<Field
						label={t.name}
						hint={t.nameHint}
						required={words.people.fields.required}
						errors={sending.errorsAt("name")}
					>
						{(aria) => (
							<input
								{...aria}
								value={name}
								maxLength={64}
								autoComplete="off"
								spellCheck={false}
								onChange={(event) => setOwnName(event.target.value)}
								className={`${FIELD} font-mono text-[0.8125rem]`}
							/>
						)}
					</Field>
					<div className="flex flex-wrap justify-end gap-2.5">
						<Button onClick={() => dialog.current?.close()}>{words.common.cancel}</Button>
						<Button type="submit" look="primary" disabled={sending.busy}>
							{t.submit}
						</Button>
					</div>
				</form>
			</Dialog>
		</>
	);
}
