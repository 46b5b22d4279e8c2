package com.travelbuddy.reversesync.catalog;

import com.travelbuddy.reversesync.settings.InvalidSettingsException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

/**
 * Certificates of a PEM file in the only form that MySQL's driver reads.
 *
 * @param file goes with this process
 */
record TrustStore(Path file) {

    /** Of a store that holds nothing secret. */
    static final String PASSWORD = "public";

    static TrustStore of(Path pem) {
        try (InputStream content = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(content)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            Path file = Files.createTempFile("reverse-sync-", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream output = Files.newOutputStream(file)) {
                store.store(output, PASSWORD.toCharArray());
            }
            return new TrustStore(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidSettingsException(
                    List.of(
                            "target.ca-file '%s' cannot be used: %s"
                                    .formatted(pem, e.getMessage())));
        }
    }
}
