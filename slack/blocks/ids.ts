/** What a press is to do. Action ids are fixed; a button's value is a delivery's id and nothing else. */
export const ACTS = ["approve", "reject", "send_back", "ask", "answer"] as const;
export type Act = (typeof ACTS)[number];

export const actionId = (act: Act) => `countersign_${act}`;
export const OPEN_ACTION = "countersign_open";
export const ACT_MODAL = "countersign_act";
export const SHORTCUT = "countersign_request";
export const SHORTCUT_POLICY = "countersign_request_policy";
export const SHORTCUT_FIELDS = "countersign_request_fields";
export const COMMAND = "/approvals";
/** What a posted message carries, so that one whose answer was lost is found again. */
export const MESSAGE_EVENT = "countersign_delivery";

const BUTTONS_OF = "act.";

/** The buttons' block names what they are about: an older rendering of a message has another name. */
export const buttonsBlockId = (key: string) => `${BUTTONS_OF}${key}`;

export function keyOfBlockId(blockId: string): string | null {
	return blockId.startsWith(BUTTONS_OF) ? blockId.slice(BUTTONS_OF.length) : null;
}
