import type { VNode } from "preact";
import { type SafeLink, safeLink } from "../ui/markdown/safe-link.ts";
import type { PublicCreator } from "./rows.ts";

const SITES = {
  website: "Website",
  github: "GitHub",
  twitter: "Twitter",
  linkedin: "LinkedIn",
  youtube: "YouTube",
} as const;

/** What a creator tells of themselves beside their bots. */
export function CreatorAbout({ creator }: { creator: PublicCreator }): VNode {
  const { creator_info: info, profile_settings: settings, social_links, tags } = creator;
  const facts = [
    ["Makes", info.creator_type],
    ["Good at", info.specialties?.join(", ")],
    ["From", info.location],
    ["Speaks", info.languages?.join(", ")],
    ["Discord", social_links.discord],
    ["Works with others", settings.allow_collaborations ? "Yes, ask" : undefined],
    ["Takes commissions", settings.accept_commissions ? "Yes, ask" : undefined],
    ["Tags", tags.map(({ tag }) => tag).join(", ")],
  ].filter(([, text]) => text);
  const links = linksOf(social_links);
  if (facts.length === 0 && links.length === 0) return <p class="page-note">There is nothing more to say yet.</p>;
  return (
    <div class="creator-about">
      {facts.length > 0 && (
        <dl class="facts">
          {facts.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {links.length > 0 && (
        <ul class="creator-links" aria-label="Elsewhere">
          {links.map(({ label, href, host }) => (
            <li key={href}>
              <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
                <bdi>{label}</bdi>
              </a>{" "}
              <span class="page-note">{host}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface NamedLink extends SafeLink {
  readonly label: string;
}

/** The addresses that may be followed; a label may say anything, so `host` is said beside it. */
export function linksOf(links: PublicCreator["social_links"]): NamedLink[] {
  const { other_links = [], discord: _discord, ...sites } = links;
  const named = Object.entries(sites).map(([site, url]) => ({ label: SITES[site as keyof typeof SITES], url }));
  const others = other_links.map(({ platform, url }) => ({ label: platform, url }));
  return [...named, ...others].flatMap(({ label, url }) => {
    const link = url === undefined ? null : safeLink(url);
    return link ? [{ label, ...link }] : [];
  });
}
