import {
	Bell,
	Clock3,
	CornerDownRight,
	Flag,
	MessageSquareText,
	Repeat,
	Split,
	UserCheck,
} from "lucide-react";
import type { ReactNode } from "react";
import { InertText } from "../ui/inert-text.tsx";
import { humanName, sourcesText } from "../words/names.ts";
import { durationText } from "../words/time.ts";
import { words } from "../words/words.ts";
import type { LadderStage } from "./policy-ladder.ts";

const t = words.admin.policies;

/** A policy's stages in sentences, in the order in which a request meets them. */
export function PolicyLadder({ stages }: { stages: readonly LadderStage[] }) {
	return (
		<ol>
			{stages.map((stage, i) => (
				<li key={stage.name} className="relative flex gap-4 pb-7">
					<span aria-hidden="true" className="absolute top-7 bottom-0 left-[0.8125rem] w-px bg-line" />
					<span className="grid size-[1.6875rem] shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent-text">
						{i + 1}
					</span>
					<div className="min-w-0 flex-1 pt-0.5">
						<h3 className="font-semibold break-words">
							<InertText text={humanName(stage.name)} />
						</h3>
						<ul className="mt-2 space-y-1.5 text-ink-soft">
							{stage.when !== null && (
								<Line Icon={Split}>
									{t.when}{" "}
									<code className="rounded bg-sunken px-1 py-0.5 font-mono text-xs [overflow-wrap:anywhere] text-ink">
										<InertText text={stage.when} />
									</code>{" "}
									{t.elseSkipped}
								</Line>
							)}
							<Line Icon={UserCheck}>
								{t.asks(sourcesText(stage.approvers))} {t.need(stage.need)} {t.rejectAt(stage.rejectAt)}
							</Line>
							{stage.requireComment !== "never" && (
								<Line Icon={MessageSquareText}>{t.requireComment[stage.requireComment]}</Line>
							)}
							{stage.remind !== null && <Line Icon={Bell}>{remindText(stage.remind)}</Line>}
							{stage.escalate.map((step) => (
								<Line key={`${step.after}${sourcesText(step.to)}`} Icon={CornerDownRight}>
									{t.escalate(durationText(step.after), sourcesText(step.to), step.mode)}
									{step.need !== null && ` ${t.thenNeed(step.need)}`}
								</Line>
							))}
							{stage.repeatEscalation > 0 && (
								<Line Icon={Repeat}>{t.repeatEscalation(stage.repeatEscalation)}</Line>
							)}
							<Line Icon={Clock3}>{t.deadline(durationText(stage.deadline), stage.onDeadline)}</Line>
						</ul>
					</div>
				</li>
			))}
			<li className="flex items-center gap-4">
				<span className="grid size-[1.6875rem] shrink-0 place-items-center rounded-full bg-sunken text-ink-faint">
					<Flag aria-hidden="true" className="size-3.5" />
				</span>
				<p className="text-ink-soft">{t.end}</p>
			</li>
		</ol>
	);
}

function remindText({ every, atMost }: { every: string; atMost: number | null }): string {
	return atMost === null ? t.remindAlways(durationText(every)) : t.remind(durationText(every), atMost);
}

function Line({ Icon, children }: { Icon: typeof Bell; children: ReactNode }) {
	return (
		<li className="flex gap-2.5">
			<Icon aria-hidden="true" className="mt-[0.1875rem] size-4 shrink-0 text-ink-faint" />
			<span className="min-w-0 break-words">{children}</span>
		</li>
	);
}
