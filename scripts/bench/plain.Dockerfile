# What the image is compared with: the same program as it is built without any trick, on the usual base. Its development dependencies stay
# behind, so that the two images differ by how they are made and not by what somebody forgot in one.
FROM node:24-bookworm-slim AS program
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node scripts/build/build.ts --plain

FROM node:24-bookworm-slim
COPY --from=program /build/dist/ /appsmith-deploy/
ENTRYPOINT ["node", "/appsmith-deploy/appsmith-deploy.cjs"]
