import { z } from "zod";
import * as mini from "zod/mini";

/**
 * Loads both builds of zod before anything that declares a schema. The bundler wraps what a late `import()` shares with
 * the start-up path (the model library uses zod too) and then runs our schemas before zod itself; a use at the very
 * first import puts them in order. Without this line the bundled Worker does not start.
 */
z.string();
mini.string();
