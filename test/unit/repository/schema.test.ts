import { describe, expect, test } from '@jest/globals';
import { schemaProblem } from '../../../src/repository/schema.ts';

const problem = (server: number | undefined, client: number | undefined, version: string) =>
  schemaProblem({ ...(server && { server }), ...(client && { client }) }, { url: 'https://a.example.com', version });

describe('a server that is too old for a repository', () => {
  test.each<[number | undefined, number | undefined, string, string]>([
    [12, 2, 'v1.40', 'v1.73 or later (schema 12); https://a.example.com is v1.40.'],
    [12, 2, 'v1.72.9', 'v1.73 or later (schema 12); https://a.example.com is v1.72.9.'],
    [12, undefined, '1.9.50', 'v1.73 or later (schema 12); https://a.example.com is 1.9.50.'],
    [11, 2, 'v1.55', 'v1.56 or later (client schema 2); https://a.example.com is v1.55.'],
    [undefined, 2, 'v1.41', 'v1.56 or later (client schema 2); https://a.example.com is v1.41.'],
    [11, 1, 'v1.40', 'v1.41 or later (schema 11); https://a.example.com is v1.40.'],
    [10, 1, 'v1.39', 'v1.40 or later (schema 10); https://a.example.com is v1.39.'],
    [9, 1, 'v1.34', 'v1.35 or later (schema 9); https://a.example.com is v1.34.'],
    [8, 1, 'v1.26', 'v1.27 or later (schema 8); https://a.example.com is v1.26.'],
    [7, 1, 'v1.9.42', 'v1.9.43 or later (schema 7); https://a.example.com is v1.9.42.'],
    [7, 1, 'v1.8', 'v1.9.43 or later (schema 7); https://a.example.com is v1.8.'],
  ])('schema %s, client schema %s, on %s', (server, client, version, expected) => {
    expect(problem(server, client, version)).toBe(`The repository needs Appsmith ${expected}`);
  });
});

describe('nothing is said', () => {
  test.each<[string, number | undefined, number | undefined, string]>([
    ['of a server that is as new', 12, 2, 'v1.73'],
    ['of a server that is newer', 12, 2, 'v1.92.1'],
    ['of a server of the next century', 12, 2, 'v2.0'],
    ['of a schema under a flag', 8, 1, 'v1.30'],
    ['of a schema that is older than any known version', 6, 1, 'v1.8'],
    ['of a schema that is not known', 13, 2, 'v1.40'],
    ['of a client schema that is not known', 12, 3, 'v1.40'],
    ['of a version that cannot be read', 12, 2, 'nightly'],
    ['of a repository without a schema', undefined, undefined, 'v1.40'],
  ])('%s', (_, server, client, version) => {
    expect(problem(server, client, version)).toBeUndefined();
  });
});
