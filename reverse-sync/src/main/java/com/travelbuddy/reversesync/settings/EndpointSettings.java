package com.travelbuddy.reversesync.settings;

import java.util.Optional;

/**
 * How DMS reaches a database.
 *
 * @param id of the endpoint
 * @param host absent: as this program
 * @param port absent: as this program
 * @param access what DMS logs in with
 * @param certificateArn of the authority that the TLS modes verify-ca and verify-full trust
 */
public record EndpointSettings(
        String id,
        Optional<String> host,
        Optional<Integer> port,
        Access access,
        TlsMode tls,
        Optional<String> certificateArn) {

    /** What DMS logs in with: a secret that it reads itself, or what this program uses too. */
    public sealed interface Access {

        /**
         * @param secret name or ARN of the secret
         * @param role ARN of the role that DMS reads it with
         */
        record BySecret(String secret, String role) implements Access {}

        /** User name and password as this program, or others. */
        record ByPassword(Optional<Login.Password> login) implements Access {}
    }

    static EndpointSettings read(
            SettingsReader reader, String standardId, TlsMode standardTls, boolean target) {
        Optional<String> role = reader.optional("access-role");
        Optional<String> secret = reader.optional("secret");
        if (role.isPresent() != secret.isPresent()) {
            reader.problem(
                    role.isPresent() ? "secret" : "access-role",
                    "is needed too: secret and access-role go together");
        }
        TlsMode tls = reader.choice("tls", TlsMode.class, standardTls);
        Optional<String> certificate = reader.optional("certificate-arn");
        if (target && tls == TlsMode.REQUIRE) {
            reader.problem(
                    "tls", "must be none, verify-ca or verify-full: DMS has no require for MySQL");
        }
        if (verifies(tls) && certificate.isEmpty()) {
            reader.problem("certificate-arn", "is missing: tls is verify-ca or verify-full");
        }
        Access access =
                secret.<Access>map(id -> new Access.BySecret(id, role.orElse("")))
                        .orElseGet(() -> new Access.ByPassword(reader.optionalPassword()));
        return new EndpointSettings(
                reader.matching(
                        "id",
                        standardId,
                        "[a-z](-?[a-z0-9])*",
                        "lower-case letters, digits and single hyphens, a letter first"),
                reader.optional("host"),
                reader.optionalInteger("port", 1, 65_535),
                access,
                tls,
                certificate);
    }

    private static boolean verifies(TlsMode tls) {
        return tls == TlsMode.VERIFY_CA || tls == TlsMode.VERIFY_FULL;
    }
}
