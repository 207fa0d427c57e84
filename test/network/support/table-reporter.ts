import { TableReporter } from '../../support/lab/table-reporter.ts';
import { networkDocument, type Row } from './network-document.ts';

/** Writes docs/development/network.md. */
export default class NetworkReporter extends TableReporter<Row> {
  constructor(run: ConstructorParameters<typeof TableReporter>[1]) {
    super({ path: 'docs/development/network.md', render: networkDocument, comparable: (text) => text }, run);
  }
}
