/** Sheets that are worn or on their way, by address. */
const sheets = new Map<string, Promise<void>>();

/**
 * Stands around every `import()` of the page in the place of what the build would put there, which is three times as
 * long and asks for the code only when the sheets are there. Its name and the event's are the build's.
 * @param files Sheets that the part brings along, as the build names them.
 * @throws What the code or a sheet failed with, after the page was told that a file of it is missing.
 */
export async function __vitePreload<T>(load: () => Promise<T>, files: readonly string[] = []): Promise<T> {
  try {
    const [part] = await Promise.all([load(), ...files.map(wear)]);
    return part;
  } catch (problem) {
    dispatchEvent(new Event("vite:preloadError"));
    throw problem;
  }
}

/** Settles when the sheet is worn; one that failed is asked for again the next time. */
function wear(file: string): Promise<void> {
  const worn = sheets.get(file) ?? hang(file);
  sheets.set(file, worn);
  worn.catch(() => sheets.delete(file));
  return worn;
}

const hang = (file: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = `/${file}`;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error(`${file} did not come`));
    };
    document.head.append(link);
  });
