# An image with the program and nothing else: no shell, no libraries, no user but one without rights.
#
#     docker build -t zonelint .
#     docker run --rm --network none -v "$PWD:/zones:ro" zonelint check
#
# There is no git in it: `--base` takes a directory here, and no revision.
FROM rust:1.95-alpine AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock README.md ./
COPY .cargo .cargo
COPY src src
COPY rules rules
RUN cargo build --release --locked \
    && strip target/release/zonelint

FROM scratch
COPY --from=build /src/target/release/zonelint /usr/bin/zonelint
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/zonelint/
USER 65534:65534
WORKDIR /zones
ENTRYPOINT ["/usr/bin/zonelint"]
CMD ["check"]
