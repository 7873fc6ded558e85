import type { ButtonHTMLAttributes, Ref } from "react";

type Look = "primary" | "danger" | "plain" | "quiet";

const LOOKS: Record<Look, string> = {
	primary: "bg-accent text-accent-ink hover:bg-accent-strong border-transparent",
	danger: "bg-danger text-white hover:brightness-110 border-transparent",
	plain: "bg-surface text-ink border-line hover:bg-hover",
	quiet: "bg-transparent text-ink-soft border-transparent hover:bg-hover hover:text-ink",
};

/** The class of anything that looks like a button (links too). */
export function buttonClass(look: Look = "plain", className = ""): string {
	return `inline-flex min-h-8 items-center justify-center gap-2 rounded-md border px-3 py-1.5 text-[0.8125rem] leading-5 font-medium whitespace-nowrap transition-colors disabled:opacity-55 ${LOOKS[look]} ${className}`;
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
	look?: Look;
	ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", className = "", type = "button", ...rest }: Props) {
	return <button type={type} className={buttonClass(look, className)} {...rest} />;
}
