/** Channels that have a courier. */
export type CourierChannel = "email" | "slack" | "webhook";

export const COURIER_WORKFLOW = "courier";

export interface CourierInput {
	channel: CourierChannel;
}

/** Each delivers what is due until its round is over, and answers how many messages it sent. */
export interface CourierActivities {
	deliverEmail(): Promise<number>;
	deliverSlack(): Promise<number>;
	deliverWebhooks(): Promise<number>;
}

/** The one workflow of a channel. */
export function courierWorkflowId(channel: CourierChannel): string {
	return `courier-${channel}`;
}
