import { testMatrix } from './support/matrix.ts';

testMatrix('TLS proxy');
