import type { ApproverSource, Need, RequireComment } from "../../policy/document.ts";

/** A stage of a policy document, as far as it is written. */
export interface LadderStage {
	name: string;
	/** A condition in CEL, as it is written; null where the stage is always met. */
	when: string | null;
	approvers: ApproverSource[];
	need: Need;
	rejectAt: number;
	remind: { every: string; atMost: number | null } | null;
	escalate: { after: string; to: ApproverSource[]; mode: "add" | "replace"; need: Need | null }[];
	/** How often the ladder starts again. */
	repeatEscalation: number;
	requireComment: RequireComment;
	deadline: string;
	onDeadline: string;
}

/**
 * Reads the stages out of a stored policy document. Stored documents are valid, so this looks and does not
 * check; null for a document of a shape that this version of the page does not know.
 */
export function ladderOfDocument(document: Readonly<Record<string, unknown>>): LadderStage[] | null {
	if (!Array.isArray(document.stages)) return null;
	const stages = document.stages.map(stageOf);
	return stages.every((stage) => stage !== null) ? stages : null;
}

function stageOf(value: unknown): LadderStage | null {
	const stage = objectOf(value);
	const { name, need, deadline, onDeadline } = stage;
	if (typeof name !== "string" || typeof deadline !== "string" || typeof onDeadline !== "string") return null;
	if (!isNeed(need)) return null;
	const remind = objectOf(stage.remind);
	return {
		name,
		when: typeof stage.when === "string" ? stage.when : null,
		need,
		deadline,
		onDeadline,
		approvers: sourcesOf(stage.approvers),
		rejectAt: typeof stage.rejectAt === "number" ? stage.rejectAt : 1,
		remind:
			typeof remind.every === "string"
				? { every: remind.every, atMost: typeof remind.atMost === "number" ? remind.atMost : null }
				: null,
		escalate: (Array.isArray(stage.escalate) ? stage.escalate : []).map((item) => {
			const step = objectOf(item);
			return {
				after: String(step.after),
				to: sourcesOf(step.to),
				mode: step.mode === "replace" ? "replace" : "add",
				need: isNeed(step.need) ? step.need : null,
			};
		}),
		repeatEscalation: typeof stage.repeatEscalation === "number" ? stage.repeatEscalation : 0,
		requireComment: isRequireComment(stage.requireComment) ? stage.requireComment : "never",
	};
}

function sourcesOf(value: unknown): ApproverSource[] {
	return (Array.isArray(value) ? value : []).flatMap((item): ApproverSource[] => {
		const { user, group, manager, oncall } = objectOf(item);
		if (typeof user === "string") return [{ user }];
		if (typeof manager === "number") return [{ manager }];
		if (typeof oncall === "string") return [{ oncall }];
		return typeof group === "string" ? [{ group }] : [];
	});
}

function isNeed(value: unknown): value is Need {
	return (
		typeof value === "number" || typeof value === "string" || (typeof value === "object" && value !== null)
	);
}

function isRequireComment(value: unknown): value is RequireComment {
	return value === "never" || value === "reject" || value === "always";
}

function objectOf(value: unknown): Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}
