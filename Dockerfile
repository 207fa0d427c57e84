# The pipe's image: Node, the libraries it is linked to, the program, and nothing else. No shell, no package manager.
#
#   docker build --tag yourorg/appsmith-deploy:1.0.0 .
#
# Builds with BuildKit, with Docker's classic builder and with buildah, on amd64 and arm64: no stage names an architecture.

# The tag moves with Node's patch releases, so the build compares it with NODE_RELEASE and stops when they differ. (An argument named
# NODE_VERSION would be overridden by the base image's variable of that name.)
# A release replaces it by the exact tag and a digest, and whoever builds a release again later by the exact tag at least:
# --build-arg NODE_IMAGE=node:24.21.0-bookworm@sha256:…
ARG NODE_IMAGE=node:24-bookworm

FROM ${NODE_IMAGE} AS node
ARG NODE_RELEASE=24.21.0
RUN test "$(node --version)" = "v${NODE_RELEASE}" || { echo "The base image has Node $(node --version), not v${NODE_RELEASE}." >&2; exit 1; }

# Where the image's 31.7 MB are (gzip -6): Node 28.7, the libraries 2.3, the program 0.6, certificates and papers 0.2.
#
# Node is 44.6 MB as it is published, 40.3 stripped of its symbols, and 28.7 without the ICU data of other languages (see small-icu.ts).
# Neither changes what the program does: the probe runs what Node uses ICU for.
COPY scripts/image /image
RUN mkdir -p /rootfs/usr/bin \
 && strip -o /rootfs/usr/bin/node "$(command -v node)" \
 && node /image/small-icu.ts /rootfs/usr/bin/node \
 && /rootfs/usr/bin/node /image/probe.ts

# The libraries are exactly those that the dynamic linker names. The resolver and the name services are inside this libc.
RUN ldd /rootfs/usr/bin/node > /tmp/libraries \
 && { ! grep 'not found' /tmp/libraries >&2; } \
 && grep -o '/[^ ]*' /tmp/libraries | xargs -I '{}' cp --dereference --parents '{}' /rootfs \
 && mkdir -p /rootfs/etc \
 && printf '%s\n' 'root:x:0:0:root:/:/sbin/nologin' 'pipe:x:10001:10001:appsmith-deploy:/tmp:/sbin/nologin' > /rootfs/etc/passwd \
 && printf '%s\n' 'root:x:0:' 'pipe:x:10001:' > /rootfs/etc/group \
 && printf '%s\n' 'hosts: files dns' > /rootfs/etc/nsswitch.conf \
 && mkdir --mode=1777 /rootfs/tmp

FROM node AS program
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# Without --mount, which needs BuildKit: a base image that needs a registry mirror brings npm's configuration for it.
RUN npm ci
COPY . .
# V8 takes a code cache only from the very Node that made it: npm scripts use the image's own here.
RUN ln -sf /rootfs/usr/bin/node node_modules/.bin/node \
 && npm run build \
 && mkdir /rootfs/appsmith-deploy \
 && cp dist/* /rootfs/appsmith-deploy/ \
 && cp LICENSE.txt README.md pipe.yml /rootfs/ \
 && node scripts/image/certificate-folder.ts /rootfs/etc/ssl/certs \
 && node scripts/licenses.ts /usr/local/LICENSE > /rootfs/THIRD-PARTY-LICENSES.txt
# One time for all files, the same for every commit: the build's cache ignores times, and could bring back those of an older commit.
# Any user may read, nobody but root write.
RUN chmod -R u=rwX,go=rX /rootfs && chmod 1777 /rootfs/tmp \
 && find /rootfs -exec touch --no-dereference --date=@0 '{}' +

FROM scratch
COPY --from=program /rootfs/ /
ARG VERSION=1.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Appsmith Deploy" \
      org.opencontainers.image.description="Bitbucket Pipe that deploys Git-connected Appsmith applications" \
      org.opencontainers.image.source="https://bitbucket.org/yourorg/appsmith-deploy" \
      org.opencontainers.image.documentation="https://bitbucket.org/yourorg/appsmith-deploy/src/${VERSION}/README.md" \
      org.opencontainers.image.vendor="yourorg" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
# A number, since Kubernetes and others can check only a number to be other than root. Any other user works too.
USER 10001:10001
# Absolute, since Bitbucket sets the working directory, and without a shell, so that SIGTERM reaches the program. Flags that
# V8's code caches fit:
# - one thread for V8 instead of four: there is nothing that more could do before the deployment is done. (0 would mean as
#   many as the machine has processors, less one.)
# - functions are optimised one after the other, where V8 would work on several at once: 25 MB less of 135 with 1,000
#   deployments, in the same time.
# - V8 begins with 1 MB for young objects, and may take 16; a deployment makes 1.3 MB of them. With 4 MB there is no garbage
#   collection before it is done. Gains a millisecond, and a tenth of the time and the memory of 1,000 deployments.
# - no signal opens a debugger, through which whoever shares the container could read the token.
# - the authorities that Node trusts are read from a folder, where each is found when a server needs it. Without, Node reads
#   all of them beside every deployment over https. Gains 2 ms there.
ENTRYPOINT ["/usr/bin/node", "--v8-pool-size=1", "--no-concurrent-recompilation", "--min-semi-space-size=4", "--max-semi-space-size=4", "--disable-sigusr1", "--use-openssl-ca", "/appsmith-deploy/appsmith-deploy.cjs"]
