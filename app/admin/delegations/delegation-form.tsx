"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { DelegationView } from "../../../ledger/directory/delegations.ts";
import { useSending } from "../../client/use-sending.ts";
import { Button } from "../../ui/button.tsx";
import { FormTrouble } from "../../ui/form-trouble.tsx";
import { inertText } from "../../ui/inert.ts";
import { instantOfMoment, MomentField } from "../../ui/moment-field.tsx";
import { useNotices } from "../../ui/notices.tsx";
import { PersonPicker, type PickedPerson } from "../../ui/person-picker.tsx";
import { ReaderZone } from "../../ui/reader-zone.tsx";
import { words } from "../../words/words.ts";

const t = words.delegations.new;
const { required } = words.people.fields;

/** Lets somebody decide for a person who is away. */
export function DelegationForm({ away }: { away: PickedPerson | null }) {
	const router = useRouter();
	const notices = useNotices();
	const sending = useSending();
	const [from, setFrom] = useState(away);
	const [to, setTo] = useState<PickedPerson | null>(null);
	const [start, setStart] = useState("");
	const [end, setEnd] = useState("");
	const make = async () => {
		const begins = instantOfMoment(start);
		const ends = instantOfMoment(end);
		if (from === null || to === null || ends === null) {
			sending.refuse([
				...(from === null ? [{ path: "from", message: t.choose }] : []),
				...(to === null ? [{ path: "to", message: t.choose }] : []),
				...(ends === null ? [{ path: "end", message: t.when }] : []),
			]);
			return;
		}
		const made = await sending.send<DelegationView>("/api/v1/delegations", {
			method: "POST",
			body: { from: from.id, to: to.id, ...(begins === null ? {} : { start: begins }), end: ends },
		});
		if (made === null) return;
		notices.show({ tone: "done", text: t.done(inertText(from.name), inertText(to.name)) });
		router.push("/admin/delegations");
	};
	return (
		<form
			ref={sending.form}
			noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void make();
			}}
			className="space-y-5"
		>
			<FormTrouble problem={sending.problem} fields={["from", "to", "start", "end"]} />
			<div className="grid gap-5 sm:grid-cols-2">
				<PersonPicker
					label={t.from}
					required={required}
					errors={sending.errorsAt("from")}
					chosen={from}
					onChoose={setFrom}
					without={to === null ? [] : [to.id]}
				/>
				<PersonPicker
					label={t.to}
					required={required}
					errors={sending.errorsAt("to")}
					chosen={to}
					onChoose={setTo}
					without={from === null ? [] : [from.id]}
				/>
				<MomentField
					label={t.start}
					hint={t.startHint}
					errors={sending.errorsAt("start")}
					value={start}
					onChange={setStart}
				/>
				<MomentField
					label={t.end}
					required={required}
					errors={sending.errorsAt("end")}
					value={end}
					onChange={setEnd}
				/>
			</div>
			<ReaderZone />
			<Button type="submit" look="primary" disabled={sending.busy} className="min-h-9">
				{t.submit}
			</Button>
		</form>
	);
}
