"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { RotaView } from "../../../ledger/directory/rotas.ts";
import { callApi } from "../../client/call-api.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { instantOfMoment, MomentField } from "../../ui/moment-field.tsx";
import { useNotices } from "../../ui/notices.tsx";
import { PersonPicker, type PickedPerson } from "../../ui/person-picker.tsx";
import { ReaderZone } from "../../ui/reader-zone.tsx";
import { words } from "../../words/words.ts";
import { overridesIn } from "./overrides.ts";

const t = words.workingTime.rota.standIn;
const { required } = words.people.fields;
const { choose, when } = words.delegations.new;

/** Puts somebody on call for a while: adds an override to the rota as it is by then. */
export function StandInForm({ rota }: { rota: string }) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const [person, setPerson] = useState<PickedPerson | null>(null);
	const [start, setStart] = useState("");
	const [end, setEnd] = useState("");
	/** Where the new one stands in the list, for the paths of what is refused. */
	const [index, setIndex] = useState(0);
	const path = `/api/v1/rotas/${rota}`;
	const add = async () => {
		const [from, to] = [instantOfMoment(start), instantOfMoment(end)];
		if (person === null || from === null || to === null) {
			setIndex(0);
			sending.refuse([
				...(person === null ? [{ path: "overrides[0].person", message: choose }] : []),
				...(from === null ? [{ path: "overrides[0].start", message: when }] : []),
				...(to === null ? [{ path: "overrides[0].end", message: when }] : []),
			]);
			return;
		}
		const now = await callApi<RotaView>(path);
		if (!now.ok) {
			notices.show({ tone: "trouble", text: now.problem.detail });
			return;
		}
		const overrides = overridesIn(now.value.document);
		setIndex(overrides.length);
		const saved = await sending.send<RotaView>(path, {
			method: "PUT",
			body: { ...now.value.document, overrides: [...overrides, { person: person.id, start: from, end: to }] },
		});
		if (saved === null) return;
		notices.show({ tone: "done", text: t.done(inertText(person.name)) });
		setPerson(null);
		setStart("");
		setEnd("");
		router.refresh();
	};
	const paths = ["person", "start", "end"].map((field) => `overrides[${index}].${field}`);
	const errorsAt = (field: string) => sending.errorsAt(`overrides[${index}].${field}`);
	return (
		<form
			ref={sending.form}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void add();
			}}
			className="space-y-4"
		>
			<p className="text-ink-soft">{t.lead}</p>
			<FormTrouble problem={sending.problem} fields={paths} />
			<div className="grid gap-4 sm:grid-cols-2">
				<div className="sm:col-span-2">
					<PersonPicker
						label={t.person}
						required={required}
						errors={errorsAt("person")}
						chosen={person}
						onChoose={setPerson}
					/>
				</div>
				<MomentField
					label={t.start}
					required={required}
					errors={errorsAt("start")}
					value={start}
					onChange={setStart}
				/>
				<MomentField
					label={t.end}
					required={required}
					errors={errorsAt("end")}
					value={end}
					onChange={setEnd}
				/>
			</div>
			<ReaderZone />
			<Button type="submit" disabled={sending.busy} className="min-h-9">
				{t.submit}
			</Button>
		</form>
	);
}
