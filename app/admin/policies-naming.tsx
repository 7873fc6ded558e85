import Link from "next/link";

/** Links to the policies that look at something. */
export function PoliciesNaming({ policies, none }: { policies: readonly string[]; none: string }) {
	if (policies.length === 0) return <p className="text-ink-faint">{none}</p>;
	return (
		<ul>
			{policies.map((name) => (
				<li key={name}>
					<Link
						href={`/admin/policies/${name}`}
						prefetch={false}
						className="inline-flex min-h-6 items-center break-all text-accent-text underline underline-offset-2"
					>
						{name}
					</Link>
				</li>
			))}
		</ul>
	);
}
