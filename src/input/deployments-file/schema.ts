import { Ajv, type Options, type ValidateFunction } from 'ajv';
import schema from '../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };

/** How ajv compiles the schema. A test checks it against its meta-schema, which would take 35 ms. */
export const AJV_OPTIONS: Options = {
  allErrors: true,
  allowUnionTypes: true,
  validateFormats: false,
  meta: false,
  validateSchema: false,
};

const { deployment } = schema.definitions;

/** Deployments are validated one by one: ajv's time for the errors of a list is quadratic. */
export const SCHEMAS = {
  file: {
    ...schema,
    properties: {
      ...schema.properties,
      servers: true, // the reader of servers checks them
      deployments: { ...schema.properties.deployments, items: true },
    },
  },
  deployment: {
    ...deployment,
    properties: { ...deployment.properties, server: true },
    definitions: schema.definitions,
  },
};

/** Checks all of a file but its deployments. */
export const validateFile: ValidateFunction = new Ajv(AJV_OPTIONS).compile(SCHEMAS.file);

export const validateDeployment: ValidateFunction = new Ajv(AJV_OPTIONS).compile(SCHEMAS.deployment);
