import { attributions, doctorsGroup, monthsGroup } from '../../projections/attributions.ts';
import { askingGroup, bindings, boundGroup } from '../../projections/bindings.ts';
import type { Projection } from '../../projections/projection.ts';
import { statementGroup, statements, unreleasedGroup } from '../../projections/statements.ts';
import type { AsOf, Page, PageAsked, Views } from './views.ts';

/** How rows and pages of any view are asked for. */
export type RowsAsked = {
  readonly row: <Row>(of: Projection<Row>, key: string) => AsOf<Row | undefined>;
  readonly page: <Row>(of: Projection<Row>, group: string, wanted: PageAsked) => AsOf<Page<Row>>;
};

/** What is asked about organizations, their doctors and their statements. */
export const organizationViews = ({ row, page }: RowsAsked) =>
  ({
    statement: (id) => row(statements, id),
    statements: (of, wanted) => page(statements, statementGroup(of), wanted),
    unreleasedStatements: (wanted) => page(statements, unreleasedGroup, wanted),
    organizationMonths: (organization, wanted) =>
      page(attributions, monthsGroup(organization), wanted),
    attributions: (organization, doctor, wanted) =>
      page(attributions, doctorsGroup(organization, doctor), wanted),
    boundTo: (organization, wanted) => page(bindings, boundGroup(organization), wanted),
    askingToLeave: (wanted) => page(bindings, askingGroup, wanted),
  }) satisfies Partial<Views>;
