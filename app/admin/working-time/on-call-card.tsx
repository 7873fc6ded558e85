import { PhoneCall } from "lucide-react";
import type { RotaView } from "../../../ledger/directory/rotas.ts";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { nameOf } from "../../words/names.ts";
import { words } from "../../words/words.ts";

const t = words.workingTime.rota;

/** Who is on call now, until when, and who then. */
export function OnCallNow({ rota }: { rota: RotaView }) {
	const { person, until, next } = rota.onCall;
	if (person === null) return <p className="text-ink-soft">{t.nobodyYet}</p>;
	return (
		<p className="flex items-start gap-2 text-[0.8125rem]">
			<PhoneCall aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent-text" />
			<span className="min-w-0">
				<InertText text={nameOf(rota.people, person)} className="font-medium [overflow-wrap:anywhere]" />{" "}
				<span className="text-ink-soft">
					{t.until} <Instant at={until} />
					{next !== null && next !== person && (
						<>
							, <InertText text={t.following(nameOf(rota.people, next))} />
						</>
					)}
				</span>
			</span>
		</p>
	);
}
