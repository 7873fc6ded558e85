/** Channels that have a courier. */
export type CourierChannel = "email";

export const COURIER_WORKFLOW = "courier";

export interface CourierInput {
	channel: CourierChannel;
}

export interface CourierActivities {
	/** Delivers what is due until its round is over. Answers how many messages it sent. */
	deliverEmail(): Promise<number>;
}

/** The one workflow of a channel. */
export function courierWorkflowId(channel: CourierChannel): string {
	return `courier-${channel}`;
}
