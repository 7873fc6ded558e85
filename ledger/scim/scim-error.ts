/** `scimType` of RFC 7644, table 9. */
export type ScimType =
	| "invalidFilter"
	| "tooMany"
	| "uniqueness"
	| "mutability"
	| "invalidSyntax"
	| "invalidPath"
	| "noTarget"
	| "invalidValue";

/** A call that SCIM refuses in words of its own; all else is refused as everywhere (`Refusal`). */
export class ScimError extends Error {
	override readonly name = "ScimError";
	/** HTTP status. */
	readonly status: number;
	readonly scimType: ScimType | null;

	constructor(status: number, scimType: ScimType | null, detail: string) {
		super(detail);
		this.status = status;
		this.scimType = scimType;
	}
}

/** 400 with this type. */
export function badScim(scimType: ScimType, detail: string): ScimError {
	return new ScimError(400, scimType, detail);
}
