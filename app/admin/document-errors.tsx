import { InertText } from "../ui/inert-text.tsx";

interface Props {
	errors: readonly { path: string; message: string }[];
	/** How many there are, in words. */
	title: (n: number) => string;
	/** What stands for a path where the whole document is meant. */
	whole: string;
}

/** What is wrong with a document, each at its path. */
export function DocumentErrors({ errors, title, whole }: Props) {
	if (errors.length === 0) return null;
	return (
		<div role="alert" className="rounded-lg bg-danger-soft px-4 py-3 text-danger-text">
			<p className="font-semibold">{title(errors.length)}</p>
			<ul className="mt-1.5 space-y-1 text-[0.8125rem]">
				{errors.map(({ path, message }) => (
					<li key={path + message} className="[overflow-wrap:anywhere]">
						<code className="font-mono text-xs font-semibold">
							<InertText text={path === "" ? whole : path} />
						</code>{" "}
						<InertText text={message} />
					</li>
				))}
			</ul>
		</div>
	);
}
