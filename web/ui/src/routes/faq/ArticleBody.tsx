import type { ArticleLink } from './articles';

/** An answer as people read it: its lines, and where they may read on. */
export function ArticleBody({ text, links }: { text: string; links: ArticleLink[] }) {
  return (
    <>
      <p className="prewrap">{text}</p>
      {links.length > 0 && (
        <ul className="article-links">
          {links.map(({ title, url }) => (
            <li key={url}>
              <a href={url} target="_blank" rel="noopener noreferrer" className="break">
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
