import { benchLore } from "./lore.ts";
import { printTable } from "./table.ts";

const { title, rows } = await benchLore();
printTable(title, rows);
