import type { RotaView } from "../../../ledger/directory/rotas.ts";
import { Disclosure } from "../../ui/disclosure.tsx";
import { InertText } from "../../ui/inert-text.tsx";
import { Instant } from "../../ui/time.tsx";
import { nameOf } from "../../words/names.ts";
import { words } from "../../words/words.ts";
import { type Override, overridesIn } from "./overrides.ts";
import { RemoveStandIn } from "./remove-stand-in.tsx";

const t = words.workingTime.rota;

/** Who stands in, now and to come; those that are over on demand. */
export function OverrideList({ rota, now, changes }: { rota: RotaView; now: number; changes: boolean }) {
	const all = overridesIn(rota.document).sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
	const over = all.filter(({ end }) => Date.parse(end) <= now);
	const coming = all.filter(({ end }) => Date.parse(end) > now);
	const list = (overrides: readonly Override[], removable: boolean) => (
		<ul className="border-t border-line">
			{overrides.map((override) => (
				<li
					key={JSON.stringify(override)}
					className="flex min-h-10 items-center gap-4 border-b border-line py-1.5 text-[0.8125rem]"
				>
					<span className="min-w-0 flex-1">
						<InertText
							text={nameOf(rota.people, override.person)}
							className="font-medium [overflow-wrap:anywhere]"
						/>{" "}
						<span className="text-ink-soft">
							<Instant at={override.start} /> {t.until} <Instant at={override.end} />
						</span>
					</span>
					{removable && (
						<RemoveStandIn rota={rota.name} override={override} name={nameOf(rota.people, override.person)} />
					)}
				</li>
			))}
		</ul>
	);
	return (
		<>
			{coming.length === 0 ? <p className="text-ink-faint">{t.noOverrides}</p> : list(coming, changes)}
			{over.length > 0 && (
				<div className="mt-3">
					<Disclosure title={t.pastOverrides(over.length)}>{list(over, false)}</Disclosure>
				</div>
			)}
		</>
	);
}
