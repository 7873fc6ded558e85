import { CircleHelp, Undo2 } from "lucide-react";
import { inertText } from "../ui/inert.ts";
import { InertText } from "../ui/inert-text.tsx";
import { Instant } from "../ui/time.tsx";
import { nameOf } from "../words/names.ts";
import { words } from "../words/words.ts";
import type { RequestModel } from "./request-model.ts";

const t = words.request.pause;

/** Who wants what of the requester, since when the clock stands still, and until when. */
export function PauseNotice({ model }: { model: RequestModel }) {
	const { request, people, me } = model;
	const { pause } = request;
	if (pause === null) return null;
	const isQuestion = pause.kind === "question";
	const Icon = isQuestion ? CircleHelp : Undo2;
	const who = inertText(nameOf(people, pause.by));
	const requester = inertText(nameOf(people, request.requester));
	const title = me.isRequester
		? isQuestion
			? t.questionToYou(who)
			: t.changesToYou(who)
		: isQuestion
			? t.question(who, requester)
			: t.changes(who, requester);
	return (
		<section aria-label={title} className="mt-5 rounded-lg bg-warn-soft p-4">
			<p className="flex items-start gap-2 font-semibold break-words text-warn-text">
				<Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
				<span className="min-w-0">{title}</span>
			</p>
			{pause.comment !== null && (
				<blockquote className="mt-2 max-w-prose border-l-2 border-warn-text pl-3 break-words whitespace-pre-wrap text-ink">
					<InertText text={pause.comment} />
				</blockquote>
			)}
			<p className="mt-2.5 text-[0.8125rem] text-ink">
				{t.still}
				<Instant at={pause.since} className="tabular-nums" />
				{isQuestion ? t.untilAnswer : t.untilChanges}
				<Instant at={pause.deadline} className="font-medium tabular-nums" />
				{t.expires}
			</p>
		</section>
	);
}
