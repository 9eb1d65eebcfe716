/** An address of this site to go on to: `//host` and `/\host` are other sites. */
const LOCAL = /^\/(?![/\\])/u;

/** `path` where it leads back into this site and is not its front page; else the rooms, where whoever signs in belongs. */
export const localPath = (path: string | undefined): string =>
  path !== undefined && path !== "/" && LOCAL.test(path) ? path : "/rooms";
