import { TriangleAlert } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { InertText } from "../ui/inert-text.tsx";
import { words } from "../words/words.ts";
import { ChangedValue } from "./changes-section.tsx";
import { contextChanges } from "./context-fields.ts";
import type { RequestModel } from "./request-model.ts";
import { timelineText } from "./timeline-text.ts";

/** What changed since the person last looked, shown before anything can be recorded. */
export function ChangeNotice({
	before,
	now,
	onSeen,
}: {
	before: RequestModel;
	now: RequestModel;
	onSeen: () => void;
}) {
	const changes = now.timeline.filter((item) => (item.version ?? 0) > before.request.version);
	return (
		<div role="alert" className="mt-5 rounded-lg bg-warn-soft p-4 text-warn-text">
			<p className="flex items-center gap-2 font-semibold">
				<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
				{words.request.decide.changedTitle}
			</p>
			<ul className="mt-2 list-disc space-y-0.5 pl-10 text-ink">
				{before.request.title !== now.request.title && (
					<li>
						<InertText text={before.request.title} className="line-through" />{" "}
						<InertText text={now.request.title} />
					</li>
				)}
				{contextChanges(before.request.context, now.request.context, now.schema).map((change) => (
					<li key={change.name}>
						<InertText text={change.label} />: <ChangedValue change={change} />
					</li>
				))}
				{changes.map((item) => (
					<li key={item.id}>
						<InertText text={timelineText(item, now.people)} />
					</li>
				))}
			</ul>
			<p className="mt-2 text-ink">{words.request.decide.changedBody}</p>
			<Button onClick={onSeen} className="mt-3">
				{words.request.decide.seen}
			</Button>
		</div>
	);
}
