import type { ComponentChildren, VNode } from "preact";
import { Icon } from "./icon.tsx";
import "../styles/ui-data.css";

interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly draw: (row: Row) => ComponentChildren;
  /** Numbers stand at the end of their column. */
  readonly isNumber?: boolean;
  /** Given: the column can be sorted by. */
  readonly onSort?: () => void;
}

interface DataTableProps<Row> {
  /** What the table shows; heard before it, not drawn. */
  readonly name: string;
  /** The first names its row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly sorted?: { readonly by: string; readonly isDescending: boolean };
}

/** Written out because a table that is drawn as blocks loses its own roles in some browsers. */
const ROLE = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
} as const;

/** A table where there is room; where there is none, a card for each row, with each column's name before its value. */
export function DataTable<Row>({ name, columns, rows, idOf, sorted }: DataTableProps<Row>): VNode {
  const sortOf = (id: string) => {
    if (sorted?.by !== id) return undefined;
    return sorted.isDescending ? "descending" : "ascending";
  };
  return (
    <div class="data-table">
      <table {...ROLE.table} aria-label={name}>
        <thead {...ROLE.rowgroup}>
          <tr {...ROLE.row}>
            {columns.map(({ id, label, isNumber, onSort }) => (
              <th
                key={id}
                {...ROLE.columnheader}
                scope="col"
                class={isNumber ? "cell-number" : ""}
                aria-sort={sortOf(id)}
              >
                {onSort ? <SortButton label={label} sort={sortOf(id)} onSort={onSort} /> : label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLE.rowgroup}>
          {rows.map((row) => (
            <tr key={idOf(row)} {...ROLE.row}>
              {columns.map((column, at) => (
                <DataCell key={column.id} row={row} column={column} isName={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortButton({ label, sort, onSort }: { label: string; sort: string | undefined; onSort: () => void }): VNode {
  return (
    <button type="button" class={`sort-button ${sort === undefined ? "" : `sort-${sort}`}`} onClick={onSort}>
      {label}
      <Icon name="down" />
    </button>
  );
}

function DataCell<Row>({ row, column, isName }: { row: Row; column: Column<Row>; isName: boolean }): VNode {
  const classes = column.isNumber ? "cell-number" : "";
  if (isName) {
    return (
      <th {...ROLE.rowheader} scope="row" class={classes}>
        {column.draw(row)}
      </th>
    );
  }
  return (
    <td {...ROLE.cell} class={classes} data-label={column.label}>
      {column.draw(row)}
    </td>
  );
}
