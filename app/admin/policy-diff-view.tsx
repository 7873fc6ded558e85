import { Fragment } from "react";
import { stringify } from "yaml";
import type { DocumentChange } from "../../policy/diff-documents.ts";
import { inertText } from "../ui/inert.ts";
import { Section } from "../ui/section.tsx";
import { words } from "../words/words.ts";

const t = words.admin.policies.diff;

/** The differences between two versions: what concerns the whole, then stage by stage. */
export function PolicyDiffView({ changes }: { changes: readonly DocumentChange[] }) {
	const groups = grouped(changes);
	return (
		<>
			{[...groups].map(([stage, items]) => (
				<Section key={stage} title={stage === "" ? t.whole : t.stage(inertText(stage))}>
					<ul className="border-t border-line">
						{items.map(({ change, path }, i) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: two approvers of one list have the same path
							<li key={i} className="border-b border-line py-3">
								<Change change={change} path={path} />
							</li>
						))}
					</ul>
				</Section>
			))}
		</>
	);
}

const TONES: Record<DocumentChange["kind"], string> = {
	added: "bg-accent-soft text-ok-text",
	removed: "bg-danger-soft text-danger-text",
	changed: "bg-warn-soft text-warn-text",
	reordered: "bg-warn-soft text-warn-text",
};

function Change({ change, path }: { change: DocumentChange; path: string }) {
	const { kind } = change;
	return (
		<div className="grid gap-x-4 gap-y-2 sm:grid-cols-[16rem_1fr]">
			<div className="flex min-w-0 flex-wrap items-start gap-x-2.5 gap-y-1">
				<span className={`rounded px-1.5 py-0.5 text-xs font-medium ${TONES[kind]}`}>{t.kinds[kind]}</span>
				<code className="min-w-0 pt-0.5 font-mono text-xs [overflow-wrap:anywhere] text-ink-soft">
					<Path path={path} />
				</code>
			</div>
			<div className="min-w-0 space-y-1.5">
				{kind !== "added" && <Value sign="−" label={t.before} value={change.old} tone={TONES.removed} />}
				{kind !== "removed" && <Value sign="+" label={t.after} value={change.new} tone={TONES.added} />}
			</div>
		</div>
	);
}

/** Broken, where it has to be, before a dot. */
function Path({ path }: { path: string }) {
	const [first = "", ...others] = inertText(path).split(/(?=\.)/);
	return (
		<>
			{first}
			{others.map((part, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path have no other name
				<Fragment key={i}>
					<wbr />
					{part}
				</Fragment>
			))}
		</>
	);
}

function Value({ sign, label, value, tone }: { sign: string; label: string; value: unknown; tone: string }) {
	return (
		<div className={`flex gap-2.5 rounded-md px-3 py-1.5 font-mono text-xs leading-5 ${tone}`}>
			<span aria-hidden="true">{sign}</span>
			<span className="sr-only">{label}</span>
			<pre className="min-w-0 flex-1 font-mono break-words whitespace-pre-wrap text-ink">
				{inertText(stringify(value, { lineWidth: 0 }).trimEnd())}
			</pre>
		</div>
	);
}

/** By stage, in the order in which they come; the whole policy first. */
function grouped(
	changes: readonly DocumentChange[],
): Map<string, { change: DocumentChange; path: string }[]> {
	const groups = new Map<string, { change: DocumentChange; path: string }[]>();
	const whole = changes.filter(({ path }) => stageOf(path) === null);
	for (const change of [...whole, ...changes.filter(({ path }) => stageOf(path) !== null)]) {
		const stage = stageOf(change.path);
		const group = groups.get(stage?.name ?? "") ?? [];
		group.push({ change, path: stage?.rest ?? change.path });
		groups.set(stage?.name ?? "", group);
	}
	return groups;
}

/** `stages[finance].deadline` is about stage finance; what is added or removed whole keeps its path. */
function stageOf(path: string): { name: string; rest: string } | null {
	const [, name, rest] = /^stages\[(.+?)\](?:\.(.+))?$/s.exec(path) ?? [];
	return name === undefined ? null : { name, rest: rest ?? path };
}
