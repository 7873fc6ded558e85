/** Task queues are bulkheads: a mail server that hangs fills its own and holds up no deadline. */
export const TASK_QUEUES = {
	approvals: "approvals",
	courierEmail: "courier-email",
	courierSlack: "courier-slack",
	courierWebhook: "courier-webhook",
} as const;
