import { Button } from "../ui/button.tsx";
import { words } from "../words/words.ts";

const t = words.admin.policies;
const field = "h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-[0.8125rem]";

interface Props {
	name: string;
	/** Newest first. */
	versions: readonly number[];
	from: number;
	to: number;
}

/** Picks two versions of a policy: a plain form whose fields are the address. */
export function PolicyCompareForm({ name, versions, from, to }: Props) {
	return (
		<form action={`/admin/policies/${name}/diff`} className="flex flex-wrap items-end gap-2.5">
			{(
				[
					["from", t.diff.from, from],
					["to", t.diff.to, to],
				] as const
			).map(([which, label, chosen]) => (
				<label key={which} className="block min-w-28 flex-1">
					<span className="mb-1 block text-xs text-ink-faint">{label}</span>
					<select name={which} defaultValue={chosen} className={field}>
						{versions.map((version) => (
							<option key={version} value={version}>
								{t.version(version)}
							</option>
						))}
					</select>
				</label>
			))}
			<Button type="submit" className="h-9">
				{t.diff.show}
			</Button>
		</form>
	);
}
