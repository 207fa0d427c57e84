// Generated from pipe.yml by `npm run generate`.

/** The values of the variables, read and checked, defaults filled in. */
export interface VariableValues {
  /** Address of your Appsmith server, path prefix included. */
  readonly APPSMITH_URL: readonly string[];
  /** Id of the application, from the endpoint on Appsmith's Continuous Delivery page. */
  readonly APP_ID?: readonly string[];
  /** Branch to deploy, which must have been checked out in Appsmith once. */
  readonly BRANCH?: readonly string[];
  /** Token from Appsmith's Continuous Delivery page, stored in a secured variable. */
  readonly BEARER_TOKEN?: readonly string[];
  /** Instead of APPSMITH_URL, APP_ID and BRANCH, the endpoint as Appsmith shows it, or its curl line without the token. */
  readonly DEPLOY_ENDPOINT?: readonly string[];
  /** Seconds that one attempt may take in all. */
  readonly TIMEOUT: number;
  /** Number of attempts, 1 for no retry. */
  readonly MAX_ATTEMPTS: number;
  /** Seconds before the second attempt, about; doubled each time, up to 60; longer after a Git lock. */
  readonly RETRY_DELAY: number;
  /** Path of a YAML file with many deployments, usually appsmith-deployments.yml. */
  readonly DEPLOYMENTS_FILE?: string;
  /** Deployments that run at once, never two of the same application. */
  readonly CONCURRENCY: number;
  /** Skip what has not started yet when one deployment fails. */
  readonly FAIL_FAST: boolean;
  /** Deploy only this parallel step's part of the plan. */
  readonly SHARD: boolean;
  /** Reports to make, any of junit, html, json, env, code-insights. */
  readonly REPORTS: readonly string[];
  /** Folder for the reports, inside the clone. */
  readonly REPORT_DIR: string;
  /** Values for later steps, the same list as under the step's output-variables. */
  readonly OUTPUT_VARIABLES: readonly string[];
  /** Certificates of a private CA, trusted beside the public ones (PEM, its base64, or a path in the clone). */
  readonly CA_CERTIFICATE?: string;
  /** Client certificate for mutual TLS, in the same forms. */
  readonly CLIENT_CERTIFICATE?: string;
  /** Private key of that certificate, in the same forms. */
  readonly CLIENT_KEY?: string;
  /** Passphrase of an encrypted CLIENT_KEY. */
  readonly CLIENT_KEY_PASSPHRASE?: string;
  /** Headers for an access proxy in front of Appsmith, each Name: value. */
  readonly EXTRA_HEADERS: readonly string[];
  /** Proxy for servers with an https address. */
  readonly HTTPS_PROXY?: string;
  /** Proxy for servers with an http address. */
  readonly HTTP_PROXY?: string;
  /** Servers that are reached without a proxy, as names, addresses or CIDR ranges. */
  readonly NO_PROXY?: string;
  /** Show what would be deployed and ask the server for its version, but deploy nothing. */
  readonly DRY_RUN: boolean;
  /** Check the clone for what Appsmith cannot import, before anything is sent. */
  readonly CHECK_REPOSITORY: boolean;
  /** Ask bitbucket.org whether the pipe has a newer version. */
  readonly CHECK_FOR_NEWER_VERSION: boolean;
  /** More detail in the log, still without any secret. */
  readonly DEBUG: boolean;
}
