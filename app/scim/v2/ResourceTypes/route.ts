import { answerDescriptions } from "../../answer-description.ts";
import { resourceTypes } from "../../descriptions.ts";

export function GET(request: Request): Promise<Response> {
	return answerDescriptions(request, resourceTypes);
}
